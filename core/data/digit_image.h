// From a drawing to what a network trained on MNIST expects to see, the way MNIST itself was made:
// the ink's bounding box is scaled, keeping its aspect, into 20×20 pixels with anti-aliasing, and
// the result is placed in 28×28 so that its centre of mass is at pixel (14, 14), counted from 0.
// (LeCun, Bottou, Bengio, Haffner, "Gradient-Based Learning Applied to Document Recognition", 1998,
// III.A.)
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/data/dataset.h"

namespace hourglass {

// 784 pixels in [0, 1], ink bright, from a grey canvas of width × height bytes, row-major. The
// paper's tone is the median of the border, ink is what differs from it towards the tone furthest
// from it: dark ink on a bright page and bright ink on a dark one give the same digit. Refused: a
// size that does not fit, no ink.
Result<std::vector<Scalar>> normalise_drawing(ByteSpan grey, int width, int height);

}  // namespace hourglass
