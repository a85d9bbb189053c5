#include "core/data/dataset.h"

#include "core/data/pixels.h"

namespace hourglass {

std::size_t Dataset::image_size() const { return static_cast<std::size_t>(shape.size()); }

ByteSpan Dataset::image(std::size_t index) const {
  if (index >= count()) return {};
  return ByteSpan(pixels).subspan(index * image_size(), image_size());
}

Dataset Dataset::slice(std::size_t first, std::size_t count) const {
  const ByteSpan some_labels = labels.empty() ? ByteSpan() : ByteSpan(labels).subspan(first, count);
  return {.shape = shape,
          .pixels = pixels.subspan(first * image_size(), count * image_size()),
          .labels = Bytes(some_labels.begin(), some_labels.end())};
}

Result<std::vector<Scalar>> image_pixels(const Dataset& dataset, std::size_t index) {
  if (index >= dataset.count()) {
    return fail("image: expected an index below ", dataset.count(), ", found ", index);
  }
  std::vector<Scalar> pixels(dataset.image_size());
  bytes_to_pixels(dataset.image(index), pixels);
  return pixels;
}

}  // namespace hourglass
