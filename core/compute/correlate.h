// A convolution's forward pass and its weight gradient, in the lane layout.
//
// Each pixel is one vector that holds its values in kLanes images, so a kernel tap is a
// multiply-add of whole vectors at any position: neither im2col nor padding is needed. A tile
// computes several sums at once, so that each load serves more than one of them. Loops run along
// neighbouring pixels where possible, and over taps if one side has a single map. In this layout,
// pooling and upsampling also work on whole vectors.
#pragma once

#include <span>

#include "core/base/scalar.h"
#include "core/compute/taps.h"

namespace hourglass {

// `count` contiguous maps of `pixels` vectors each.
template <class Number>
struct Maps {
  Number* first;
  std::ptrdiff_t count;
  std::ptrdiff_t pixels;
};

// output[o][p] = bias[o] + Σ over t and i of weights[i, t, o] · input[i][the pixel that p reads
// through tap t]. weights: (inputs × taps × outputs). An empty bias counts as 0.
void correlate(const Maps<const Scalar>& input, const Taps& taps, const Scalar* weights,
               std::span<const Scalar> bias, const Maps<Scalar>& output);

// gradient[o, i, t] += Σ over p and lanes of output[o][p] · input[i][the pixel that p reads through
// tap t]. gradient: (outputs × inputs × taps).
void correlate_gradient(const Maps<const Scalar>& input, const Taps& taps,
                        const Maps<const Scalar>& output, std::span<Scalar> gradient);

}  // namespace hourglass
