// Batches made from bytes: clean images, their corrupted copies, and images of pure noise.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/data/dataset.h"
#include "core/data/noise.h"

namespace hourglass {

// The order in which an epoch (counted from 0) visits `count` images. Up to kShuffleWindow images
// are shuffled as a whole. Beyond that, blocks of kShuffleBlock neighbours are shuffled, and then
// the images within each kShuffleWindow of the result: a data set that is larger than memory is
// read from its file in contiguous runs, and only one window of it is in use at a time.
inline constexpr std::size_t kShuffleBlock = 1024;
inline constexpr std::size_t kShuffleWindow = 64 * kShuffleBlock;
std::vector<std::uint32_t> shuffled_order(std::size_t count, std::uint64_t seed,
                                          std::int64_t epoch);

// Tells the owner of the pixels which blocks of images are about to be read.
void announce_images(const Dataset& dataset, std::span<const std::uint32_t> numbers);

// Writes the images at the indices `numbers` to the columns of `clean`, as pixels in [0, 1].
void load_images(const Dataset& dataset, std::span<const std::uint32_t> numbers, MatrixView clean);

// Writes a corrupted copy of each column to `noisy`, which has the same shape. Column i draws from
// the generator of (seed, kNoise, first_draw + i), so noise depends neither on the batch size nor
// on the threads.
void corrupt_images(ConstMatrixView clean, const Noise& noise, std::uint64_t seed,
                    std::uint64_t first_draw, MatrixView noisy);

// `count` images of pixels ~ U(0, 1). Image i draws from the generator of (seed, kUniformImage, i).
std::vector<Scalar> uniform_images(std::size_t count, int pixels_per_image, std::uint64_t seed);

}  // namespace hourglass
