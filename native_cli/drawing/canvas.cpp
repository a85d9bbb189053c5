#include "native_cli/drawing/canvas.h"

#include <algorithm>

namespace hourglass::cli {

Canvas::Canvas(int width, int height, Colour paper)
    : width_(width),
      height_(height),
      pixels_(3 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {
  fill(0, 0, width, height, paper);
}

void Canvas::fill(int x, int y, int width, int height, Colour colour) {
  for (int row = std::max(y, 0); row < std::min(y + height, height_); ++row) {
    for (int column = std::max(x, 0); column < std::min(x + width, width_); ++column) {
      blend(column, row, colour, 255);
    }
  }
}

void Canvas::blend(int x, int y, Colour colour, int coverage) {
  if (x < 0 || x >= width_ || y < 0 || y >= height_) return;
  std::uint8_t* const pixel =
      &pixels_[3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                    static_cast<std::size_t>(x))];
  const auto mix = [coverage](std::uint8_t& below, std::uint8_t above) {
    below = static_cast<std::uint8_t>((below * (255 - coverage) + above * coverage + 127) / 255);
  };
  mix(pixel[0], colour.red);
  mix(pixel[1], colour.green);
  mix(pixel[2], colour.blue);
}

}  // namespace hourglass::cli
