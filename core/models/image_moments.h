// Sums over images from which PCA can be fitted. The sums are whole numbers that a double holds
// exactly, so those of several parts add up to those of the whole, in any order.
#pragma once

#include "core/compute/byte_moments.h"
#include "core/data/dataset.h"
#include "core/models/model.h"

namespace hourglass {

// The most images whose sums of products of two bytes stay below 2⁵³.
inline constexpr std::uint64_t kMostMomentImages =
    (std::uint64_t{1} << 53) / (std::uint64_t{255} * 255);

struct ImageMoments {
  std::size_t images = 0;
  Shape shape = kDigitShape;  // of every image
  ByteMoments bytes;          // of every number of an image
};

ImageMoments image_moments(const Dataset& dataset, ThreadTeam& team);

// Adds the sums of other images. Returns an error if the images have another shape or are too many.
Result<void> add_moments(ImageMoments& total, const ImageMoments& part);

}  // namespace hourglass
