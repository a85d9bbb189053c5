// Batches made from bytes: clean images, their corrupted copies, and images of pure noise.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/data/dataset.h"
#include "core/data/noise.h"

namespace hourglass {

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
