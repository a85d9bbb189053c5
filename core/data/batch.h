// From bytes to the columns of a batch: clean images, their corrupted copies, and images that are
// noise throughout.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/data/dataset.h"
#include "core/data/noise.h"

namespace hourglass {

// The order in which an epoch (counted from 0) visits `count` images. Up to kShuffleWindow images
// are shuffled whole. Beyond, blocks of kShuffleBlock neighbours are shuffled, and then the images
// within every kShuffleWindow of the result: a data set that is larger than memory is read from its
// file in runs, and one window of it at a time is in use.
inline constexpr std::size_t kShuffleBlock = 1024;
inline constexpr std::size_t kShuffleWindow = 64 * kShuffleBlock;
std::vector<std::uint32_t> shuffled_order(std::size_t count, std::uint64_t seed,
                                          std::int64_t epoch);

// Tells the owner of the pixels that the images of these numbers are about to be read, by blocks.
void announce_images(const Dataset& dataset, std::span<const std::uint32_t> numbers);

// Writes the images of these numbers as columns of pixels in [0, 1].
void load_images(const Dataset& dataset, std::span<const std::uint32_t> numbers, MatrixView clean);

// Corrupts column by column. Column i draws from the generator of (seed, kNoise, first_draw + i),
// so the noise depends neither on the batch size nor on the threads. `noisy` is of the shape of
// `clean`.
void corrupt_images(ConstMatrixView clean, const Noise& noise, std::uint64_t seed,
                    std::uint64_t first_draw, MatrixView noisy);

// `count` images of pixels ~ U(0, 1), which show nothing. Image i draws from the generator of
// (seed, kUniformImage, i).
std::vector<Scalar> uniform_images(std::size_t count, int pixels_per_image, std::uint64_t seed);

}  // namespace hourglass
