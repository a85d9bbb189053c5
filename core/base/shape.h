// The shape of an image or a layer's output: (channels, height, width), row-major, channels first.
// Each channel of a colour image is one contiguous plane.
#pragma once

#include <cstddef>
#include <string>

namespace hourglass {

// Limits on what a malicious file can make us allocate.
inline constexpr int kWidestLayer = 65536;      // units of a layer, or numbers of an image
inline constexpr int kLongestImageSide = 4096;  // of an image

struct Shape {
  int channels = 1;  // the number of units if a layer has no spatial extent
  int height = 1;
  int width = 1;

  int size() const { return channels * height * width; }
  std::size_t positions() const {  // of one channel
    return static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
  }
  bool is_image() const { return height > 1 || width > 1; }
  bool operator==(const Shape&) const = default;
};

// "28×28", "32×32×3" for colour, or "784" for numbers that form no picture.
std::string image_text(const Shape& shape);

}  // namespace hourglass
