// Max-pooling over non-overlapping kernel × kernel windows, and max-unpooling, which undoes it.
//
// A height or width of n becomes ⌊n / kernel⌋ (the remainder is dropped: 7 → 3 if kernel is 2).
// With `ceil` it becomes ⌈n / kernel⌉ (the last window is incomplete, as if padded with −∞: 7 → 4).
// The switch of a window is the position of its maximum, or of the first in reading order if
// several are equal (Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks",
// 2014, section 2.1). Switches are not stored but recomputed from the pooling's input.
#pragma once

#include "core/nn/layer.h"

namespace hourglass {

// y = the largest x of each window; dL/dx = dL/dy at the switch, 0 elsewhere.
class MaxPool2d final : public Layer {
 public:
  // Requires an output of at least 1 × 1.
  MaxPool2d(Shape input, int kernel, bool ceil);

  static Shape shape_after(Shape input, int kernel, bool ceil);

  int kernel() const { return kernel_; }

  Layout layout() const override { return Layout::kLanes; }

  void forward(const LayerInput& input, std::span<const Scalar> parameters,
               MatrixView y) const override;
  void input_gradient(const LayerInput& input, ConstMatrixView y, ConstMatrixView dy,
                      std::span<const Scalar> parameters, MatrixView dx) const override;

 private:
  int kernel_;
};

// Undoes a MaxPool2d: y = x at the switch of its window, 0 elsewhere; dL/dx = dL/dy at the switch.
// No gradient flows through the switches, which are piecewise constant.
class MaxUnpool2d final : public Layer {
 public:
  // The layer's input must have the shape of the pooling's output.
  explicit MaxUnpool2d(const MaxPool2d& pooling);

  Layout layout() const override { return Layout::kLanes; }

  void forward(const LayerInput& input, std::span<const Scalar> parameters,
               MatrixView y) const override;
  void input_gradient(const LayerInput& input, ConstMatrixView y, ConstMatrixView dy,
                      std::span<const Scalar> parameters, MatrixView dx) const override;

 private:
  int kernel_;
};

}  // namespace hourglass
