// The sums of a convolution and of its transpose, and the geometry that both share.
//
// One side is fine (a convolution's input, a transposed convolution's output), the other coarse.
// Kernel tap (a, b) connects the coarse pixel (r, c) to the fine pixel (s·r + a − p, s·c + b − p),
// with stride s and padding p. Pixels outside an image are zero. Both sides are in the lane layout
// (kLanes × units): see Layout.
#pragma once

#include <span>
#include <vector>

#include "core/base/scalar.h"
#include "core/base/shape.h"
#include "core/compute/correlate.h"

namespace hourglass {

class Convolution {
 public:
  Convolution(Shape fine, Shape coarse, int kernel, int stride, int padding);

  // coarse = bias + Σ weights · fine. weights: (coarse channels × fine channels × kernel × kernel).
  void gather(ConstMatrixView fine, std::span<const Scalar> weights, std::span<const Scalar> bias,
              MatrixView coarse, const Scalar* gate) const;

  // fine = bias + Σ weights · coarse: the transpose of gather. In both, an empty bias counts as 0,
  // and `gate` is null or as in correlate().
  void scatter(ConstMatrixView coarse, std::span<const Scalar> weights,
               std::span<const Scalar> bias, MatrixView fine, const Scalar* gate) const;

  // Adds dL/dweights to `gradient`. One side holds activations, the other gradients.
  void weight_gradient(ConstMatrixView fine, ConstMatrixView coarse,
                       std::span<Scalar> gradient) const;

 private:
  Shape fine_;
  Shape coarse_;
  Taps fine_of_coarse_;
  Taps coarse_of_fine_;
};

// Adds each channel's bias gradient to `sums`: the sum of dy (kLanes × units) over that channel.
void sum_by_channel(ConstMatrixView dy, std::span<Scalar> sums);

}  // namespace hourglass
