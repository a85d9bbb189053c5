#include "core/models/image_moments.h"

#include <numeric>
#include <vector>

namespace hourglass {

ImageMoments image_moments(const Dataset& dataset, ThreadTeam& team) {
  std::vector<std::uint32_t> all(dataset.image_size());
  std::iota(all.begin(), all.end(), 0U);
  return {.images = dataset.count(),
          .shape = dataset.shape,
          .bytes = byte_moments(dataset.pixels, all.size(), all, team)};
}

Result<void> add_moments(ImageMoments& total, const ImageMoments& part) {
  if (part.shape != total.shape) {
    return fail("expected the moments of images of ", image_text(total.shape), " pixels, found ",
                image_text(part.shape));
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
