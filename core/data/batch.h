// From bytes to the columns of a batch: clean images, and their corrupted copies.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/data/dataset.h"
#include "core/data/noise.h"

namespace hourglass {

// The order in which an epoch (counted from 0) visits `count` images.
std::vector<std::uint32_t> shuffled_order(std::size_t count, std::uint64_t seed,
                                          std::int64_t epoch);

// Writes the images of these numbers as columns of pixels in [0, 1].
void load_images(const Dataset& dataset, std::span<const std::uint32_t> numbers, MatrixView clean);

// Corrupts column by column. Column i draws from the generator of (seed, kNoise, first_draw + i),
// so the noise depends neither on the batch size nor on the threads. `noisy` is of the shape of
// `clean`.
void corrupt_images(ConstMatrixView clean, const Noise& noise, std::uint64_t seed,
                    std::uint64_t first_draw, MatrixView noisy);

}  // namespace hourglass
