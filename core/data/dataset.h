// A data set of images, kept as bytes (784 per digit instead of 3,136) and converted to numbers one
// batch at a time. The bytes may be in memory or in a mapped file (see SharedBytes).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/base/scalar.h"
#include "core/base/shape.h"
#include "core/base/shared_bytes.h"

namespace hourglass {

// The height and width of MNIST's digits and of what is drawn on the page, and their number of
// pixels.
inline constexpr int kImageSide = 28;
inline constexpr int kImagePixels = kImageSide * kImageSide;

inline constexpr Shape kDigitShape{.channels = 1, .height = kImageSide, .width = kImageSide};

struct Dataset {
  Shape shape = kDigitShape;  // of every image
  SharedBytes pixels;         // contiguous images
  Bytes labels{};             // one per image, or empty

  std::size_t count() const { return pixels.size() / image_size(); }

  // The number of bytes, and of numbers, of one image.
  std::size_t image_size() const;

  // Empty if there is no such image.
  ByteSpan image(std::size_t index) const;

  // The images [first, first + count) and their labels; the pixels are shared, not copied.
  Dataset slice(std::size_t first, std::size_t count) const;
};

// One image as pixels in [0, 1]. Returns an error if `index` is not below count().
Result<std::vector<Scalar>> image_pixels(const Dataset& dataset, std::size_t index);

}  // namespace hourglass
