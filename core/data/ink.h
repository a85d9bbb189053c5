// What was drawn, told from what it was drawn on: a clean canvas, or a photograph of paper with
// grain, uneven light, ruled lines, a frame or a dark corner.
#pragma once

#include <vector>

#include "core/base/result.h"

namespace hourglass {

// Where the outline of ink is taken to be, as a share of the darkest.
inline constexpr float kEdgeOfInk = 0.125F;

struct Ink {
  int width = 0;
  int height = 0;
  std::vector<float> strength;  // row-major; 0 for paper, 1 for the darkest ink

  float at(int row, int column) const {
    return strength[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                    static_cast<std::size_t>(column)];
  }
};

// The ink on a grey picture of width × height bytes, row-major; a picture of more than 1024 pixels
// a side is reduced first. Paper is what most of the picture is, up to a smooth change of light;
// ink is what differs from it, in the direction that more of the picture differs in. Returns an
// error if there is no ink, or if the size does not fit.
Result<Ink> find_ink(ByteSpan grey, int width, int height);

}  // namespace hourglass
