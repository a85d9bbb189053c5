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

// The weights of a convolution where its layer keeps them: that of output map o, input map i and
// tap t is at first[o · output_pitch + i · input_pitch + t].
struct TapWeights {
  const Scalar* first;
  std::ptrdiff_t output_pitch;
  std::ptrdiff_t input_pitch;
};

// output[o][p] = bias[o] + Σ over t and i of weights(o, i, t) · input[i][the pixel that p reads
// through tap t]. An empty bias counts as 0. Where the gate, which has the output's shape, is not
// positive, 0 is stored instead; the output may be its own gate, and null stands for none.
void correlate(const Maps<const Scalar>& input, const Taps& taps, const TapWeights& weights,
               std::span<const Scalar> bias, const Maps<Scalar>& output, const Scalar* gate);

// gradient[o, i, t] += Σ over p and lanes of output[o][p] · input[i][the pixel that p reads through
// tap t]. gradient: (outputs × inputs × taps).
void correlate_gradient(const Maps<const Scalar>& input, const Taps& taps,
                        const Maps<const Scalar>& output, std::span<Scalar> gradient);

}  // namespace hourglass
