// Separates a drawing from its background, which may be a clean canvas or a photograph of paper
// with grain, uneven light, ruled lines, a frame or a dark corner.
#pragma once

#include <vector>

#include "core/base/result.h"

namespace hourglass {

// The outline of the ink lies at this fraction of the darkest tone.
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

// Returns the ink in a greyscale picture of width × height bytes, row-major; a picture with a side
// of more than 1024 pixels is downscaled first. The paper is what most of the picture shows, apart
// from smooth changes in the light; ink is what differs from it: either the darker or the brighter
// parts, whichever there are more of. Returns an error if there is no ink or the number of bytes
// does not match.
Result<Ink> find_ink(ByteSpan grey, int width, int height);

}  // namespace hourglass
