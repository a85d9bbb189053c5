// The shape of one image or one layer's output: (channels, height, width), row-major, channels
// outermost.
#pragma once

namespace hourglass {

struct Shape {
  int channels = 1;  // the number of units where a layer has no spatial extent
  int height = 1;
  int width = 1;

  int size() const { return channels * height * width; }
  bool operator==(const Shape&) const = default;
};

}  // namespace hourglass
