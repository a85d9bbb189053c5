// A dense layer: y = W x + b with W (outputs × inputs) and b (outputs).
// dL/dx = Wᵀ dL/dy; dL/dW = dL/dy xᵀ; dL/db = Σ over images of dL/dy.
#pragma once

#include "core/nn/layer.h"

namespace hourglass {

class Dense final : public Layer {
 public:
  Dense(Shape input, int outputs);

  std::vector<ParameterTensor> parameter_tensors() const override;

  std::size_t weight_count() const override;

  // Calls initialise_weights. Biases start at 0.
  void initialise(std::span<Scalar> parameters, bool relu_follows, Random& random) const override;

  void forward(const LayerInput& input, std::span<const Scalar> parameters,
               MatrixView y) const override;
  void input_gradient(const LayerInput& input, ConstMatrixView y, ConstMatrixView dy,
                      std::span<const Scalar> parameters, MatrixView dx) const override;
  void add_weight_gradient(const LayerInput& input, ConstMatrixView dy, int first,
                           std::span<Scalar> weights, std::span<Scalar> biases) const override;
  int gradient_rows() const override { return outputs(); }

 private:
  int inputs() const { return input_shape().size(); }
  int outputs() const { return output_shape().size(); }
};

}  // namespace hourglass
