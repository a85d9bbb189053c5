#include "core/models/image_moments.h"

#include <numeric>
#include <vector>

namespace hourglass {

ImageMoments image_moments(const Dataset& dataset, ThreadTeam& team) {
  const auto size = static_cast<std::size_t>(dataset.pixels_per_image);
  std::vector<std::uint32_t> all(size);
  std::iota(all.begin(), all.end(), 0U);
  return {.images = dataset.count(), .bytes = byte_moments(dataset.pixels, size, all, team)};
}

Result<void> add_moments(ImageMoments& total, const ImageMoments& part) {
  if (part.pixels_per_image() != total.pixels_per_image()) {
    return fail("expected moments of images of ", total.pixels_per_image(), " pixels, found ",
                part.pixels_per_image());
  }
  if (part.images > kMostMomentImages - total.images) {
    return fail("expected at most ", kMostMomentImages, " images, found more");
  }
  total.images += part.images;
  total.bytes.sums += part.bytes.sums;
  total.bytes.products += part.bytes.products;
  return {};
}

}  // namespace hourglass
