// A 2-D convolution (strictly, a cross-correlation) with zero padding:
// y[o, r, c] = b[o] + Σ over i, a, b of w[o, i, a, b] · x[i, s·r + a − p, s·c + b − p]
// with w (outputs × inputs × kernel × kernel), stride s, padding p. A height or width of n becomes
// ⌊(n + 2p − kernel) / s⌋ + 1. With s = 1 and an odd kernel, p = (kernel − 1) / 2 keeps the size
// ("same" padding); p = 0 is "valid" padding.
#pragma once

#include "core/compute/convolution.h"
#include "core/nn/layer.h"

namespace hourglass {

class Conv2d final : public Layer {
 public:
  // Requires an output of at least 1 × 1.
  Conv2d(Shape input, int outputs, int kernel, int stride, int padding);

  static Shape shape_after(Shape input, int outputs, int kernel, int stride, int padding);

  std::vector<ParameterTensor> parameter_tensors() const override;
  std::size_t weight_count() const override;

  // Calls initialise_weights with a fan-in of kernel² · input channels and a fan-out of kernel² ·
  // output channels. Biases start at 0.
  void initialise(std::span<Scalar> parameters, bool relu_follows, Random& random) const override;

  Layout layout() const override { return Layout::kLanes; }

  void forward(const LayerInput& input, std::span<const Scalar> parameters,
               MatrixView y) const override;
  void input_gradient(const LayerInput& input, ConstMatrixView y, ConstMatrixView dy,
                      std::span<const Scalar> parameters, MatrixView dx) const override;
  void add_weight_gradient(const LayerInput& input, ConstMatrixView dy, int first,
                           std::span<Scalar> weights, std::span<Scalar> biases) const override;

 private:
  int kernel_;
  Convolution convolution_;
};

}  // namespace hourglass
