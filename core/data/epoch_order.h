// The order in which training visits the images of a data set.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/data/dataset.h"

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

}  // namespace hourglass
