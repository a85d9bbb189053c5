// The shape of an image or a layer's output: (channels, height, width), row-major, channels first.
#pragma once

#include <cstddef>

namespace hourglass {

struct Shape {
  int channels = 1;  // the number of units if a layer has no spatial extent
  int height = 1;
  int width = 1;

  int size() const { return channels * height * width; }
  std::size_t positions() const {  // of one channel
    return static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
  }
  bool operator==(const Shape&) const = default;
};

}  // namespace hourglass
