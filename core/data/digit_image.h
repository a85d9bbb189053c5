// Turns a drawing into what a network trained on MNIST expects, the way MNIST itself was made: the
// ink's bounding box is scaled into 20×20 pixels with anti-aliasing, keeping its aspect ratio, and
// placed in 28×28 so that its centre of mass is at pixel (14, 14), counted from 0. (LeCun et al.,
// "Gradient-Based Learning Applied to Document Recognition", 1998, III.A.)
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/data/dataset.h"

namespace hourglass {

// Returns 784 pixels in [0, 1], with bright ink, from a greyscale canvas of width × height bytes,
// row-major. find_ink tells ink from paper, so dark ink on a bright page and bright ink on a dark
// one give the same digit. Returns an error if there is no ink or the number of
// bytes is not width × height.
Result<std::vector<Scalar>> normalise_drawing(ByteSpan grey, int width, int height);

}  // namespace hourglass
