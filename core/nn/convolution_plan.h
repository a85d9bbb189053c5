// The geometry that a convolution and its transpose share, and how their images are laid out for
// compute/correlate.
//
// One side is fine (a convolution's input, a transposed one's output), one coarse. The element
// (r, c) of the coarse side meets, through tap (a, b) of the kernel, the element
// (s·r + a − p, s·c + b − p) of the fine side, where s is the stride and p the padding. Splitting
// the fine side into s² phases, (row mod s, column mod s), makes every phase a plane of the coarse
// side's grid, and every tap one phase and one offset, whatever the stride. What lies outside an
// image is a zero between images.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/scalar.h"
#include "core/base/shape.h"
#include "core/compute/correlate.h"

namespace hourglass {

class ConvolutionPlan {
 public:
  ConvolutionPlan(Shape fine, Shape coarse, int kernel, int stride, int padding);

  // coarse = bias + Σ weights · fine, for every column. weights: (coarse channels × fine channels ×
  // kernel × kernel).
  void gather(ConstMatrixView fine, std::span<const Scalar> weights, std::span<const Scalar> bias,
              MatrixView coarse) const;

  // fine = bias + Σ weights · coarse: the transpose of gather. An empty bias is 0.
  void scatter(ConstMatrixView coarse, std::span<const Scalar> weights,
               std::span<const Scalar> bias, MatrixView fine) const;

  // Adds dL/dweights, from either side's values and the other's gradients.
  void weight_gradient(ConstMatrixView fine, ConstMatrixView coarse,
                       std::span<Scalar> gradient) const;

 private:
  struct Tap {
    int phase;
    std::ptrdiff_t offset;  // within a plane
  };

  // The planes of both sides for a few images, with room for what taps reach beyond their ends.
  class Buffers;

  int phases() const { return stride_ * stride_; }

  Shape fine_;
  Shape coarse_;
  int stride_;
  std::ptrdiff_t row_pitch_ = 0;    // from one row of an image to the next
  std::ptrdiff_t image_pitch_ = 0;  // from one image to the next
  std::ptrdiff_t reach_ = 0;        // the largest offset either way
  std::vector<Tap> taps_;           // row-major over the kernel
};

// Adds the gradient of a bias per channel: the sums of dy over each channel's places and all
// columns.
void sum_by_channel(ConstMatrixView dy, Shape shape, std::span<Scalar> sums);

}  // namespace hourglass
