// How much of each pixel in a row of pixels lies within an interval: the weights of area averaging.
#pragma once

#include <vector>

namespace hourglass {

struct Coverage {
  int first;                    // the pixel that weights[0] belongs to
  std::vector<double> weights;  // of neighbouring pixels, each from 0 to 1
};

// The coverage of [low, high), in pixels from the start of a row of `size` pixels. What lies
// outside of the row is left out.
Coverage cover(double low, double high, int size);

}  // namespace hourglass
