// Images as the bytes they were read as: 784 bytes an image instead of 3,136, turned into numbers
// one batch at a time. Where they lie, in memory or in a mapped file, is for their owner to know.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/base/scalar.h"
#include "core/base/shared_bytes.h"

namespace hourglass {

// Height and width of every image that the project knows, and the pixels of one image.
inline constexpr int kImageSide = 28;
inline constexpr int kImagePixels = kImageSide * kImageSide;

struct Dataset {
  int pixels_per_image = kImagePixels;
  SharedBytes pixels;  // image after image, each row-major
  Bytes labels{};      // one per image, or empty

  std::size_t count() const { return pixels.size() / static_cast<std::size_t>(pixels_per_image); }

  // Empty if there is no such image.
  ByteSpan image(std::size_t index) const;

  // The images [first, first + count), with their labels; the pixels are shared.
  Dataset slice(std::size_t first, std::size_t count) const;
};

// One image as pixels in [0, 1]. Refused: a number that is not below count().
Result<std::vector<Scalar>> image_pixels(const Dataset& dataset, std::size_t index);

// Bytes 0…255 as numbers in [0, 1]; the spans are of equal length.
void bytes_to_pixels(ByteSpan bytes, std::span<Scalar> pixels);

// The reverse, rounded and clipped.
void pixels_to_bytes(std::span<const Scalar> pixels, std::span<std::uint8_t> bytes);

}  // namespace hourglass
