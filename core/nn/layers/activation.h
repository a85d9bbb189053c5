// Elementwise activations. Derivatives are computed from the output y, so the input is not needed.
#pragma once

#include "core/nn/layer.h"

namespace hourglass {

// y = max(0, x); dL/dx = dL/dy where y > 0, else 0.
class Relu final : public Layer {
 public:
  explicit Relu(Shape shape) : Layer(LayerType::kRelu, shape, shape) {}
  Layout layout() const override { return Layout::kEither; }
  void forward(const LayerInput& input, std::span<const Scalar> parameters,
               MatrixView y) const override;
  void input_gradient(const LayerInput& input, ConstMatrixView y, ConstMatrixView dy,
                      std::span<const Scalar> parameters, MatrixView dx) const override;
};

// y = 1 / (1 + e^−x); dL/dx = dL/dy · y (1 − y).
class Sigmoid final : public Layer {
 public:
  explicit Sigmoid(Shape shape) : Layer(LayerType::kSigmoid, shape, shape) {}
  Layout layout() const override { return Layout::kEither; }
  void forward(const LayerInput& input, std::span<const Scalar> parameters,
               MatrixView y) const override;
  void input_gradient(const LayerInput& input, ConstMatrixView y, ConstMatrixView dy,
                      std::span<const Scalar> parameters, MatrixView dx) const override;
};

}  // namespace hourglass
