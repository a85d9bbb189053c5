// The geometry that a convolution and its transpose share.
//
// One side is fine (a convolution's input, a transposed one's output), one coarse. The element
// (r, c) of the coarse side meets, through tap (a, b) of the kernel, the element
// (s·r + a − p, s·c + b − p) of the fine side, where s is the stride and p the padding. What lies
// outside an image is zero. Both sides are (kLanes × units): see Layout.
#pragma once

#include <span>
#include <vector>

#include "core/base/scalar.h"
#include "core/base/shape.h"
#include "core/nn/correlate.h"

namespace hourglass {

class ConvolutionPlan {
 public:
  ConvolutionPlan(Shape fine, Shape coarse, int kernel, int stride, int padding);

  // coarse = bias + Σ weights · fine. weights: (coarse channels × fine channels × kernel × kernel).
  void gather(ConstMatrixView fine, std::span<const Scalar> weights, std::span<const Scalar> bias,
              MatrixView coarse) const;

  // fine = bias + Σ weights · coarse: the transpose of gather. An empty bias is 0.
  void scatter(ConstMatrixView coarse, std::span<const Scalar> weights,
               std::span<const Scalar> bias, MatrixView fine) const;

  // Adds dL/dweights, from either side's values and the other's gradients.
  void weight_gradient(ConstMatrixView fine, ConstMatrixView coarse,
                       std::span<Scalar> gradient) const;

 private:
  Shape fine_;
  Shape coarse_;
  Taps fine_of_coarse_;
  Taps coarse_of_fine_;
};

// Adds the gradient of a bias per channel: the sums of dy (kLanes × units) over each channel.
void sum_by_channel(ConstMatrixView dy, std::span<Scalar> sums);

}  // namespace hourglass
