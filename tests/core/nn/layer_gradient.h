// Runs single layers on plain matrices, and checks their gradients.
#pragma once

#include <algorithm>
#include <memory>

#include "core/nn/layer_pass.h"
#include "tests/core/gradient.h"

namespace hourglass::test {

inline ActivationBuffer activations(const Matrix& columns) {
  ActivationBuffer activations;
  activations.resize(static_cast<int>(columns.rows()), static_cast<int>(columns.cols()));
  activations.write_columns() = columns;
  return activations;
}

// Computes layer(x) in the layer's own layout. A max-unpooling takes its switches from `pooled`.
inline Matrix forward(const Layer& layer, const Matrix& x, std::span<const Scalar> parameters = {},
                      const Matrix& pooled = {}) {
  ActivationBuffer from = activations(x), switches = activations(pooled), to;
  to.resize(layer.output_shape().size(), static_cast<int>(x.cols()));
  forward(layer, {from, pooled.size() > 0 ? &switches : nullptr}, parameters, to);
  return to.columns();
}

struct LayerGradients {
  Matrix dx;
  std::vector<Scalar> parameters;
};

// Computes both gradients, that of the parameters in two cuts if the layer has several gradient
// rows.
inline LayerGradients backward(const Layer& layer, const Matrix& x, const Matrix& dy,
                               std::span<const Scalar> parameters = {}, const Matrix& pooled = {}) {
  const ActivationBuffer from = activations(x), switches = activations(pooled),
                         to = activations(forward(layer, x, parameters, pooled)),
                         to_gradient = activations(dy);
  const LayerSource source{from, pooled.size() > 0 ? &switches : nullptr};
  LayerGradients gradients{.dx = {}, .parameters = std::vector<Scalar>(parameters.size())};
  const auto rows = static_cast<std::size_t>(layer.gradient_rows());
  const std::span<Scalar> block(gradients.parameters);
  const std::size_t weights = layer.weight_count();
  const std::size_t biases = block.size() - weights;
  for (std::size_t first = 0, count = 1; first < rows; first += count, count = rows - first) {
    add_weight_gradient(layer, source, to_gradient, static_cast<int>(first),
                        block.subspan(first * weights / rows, count * weights / rows),
                        block.subspan(weights + first * biases / rows, count * biases / rows));
  }
  ActivationBuffer from_gradient = activations(x);
  from_gradient.write_columns().setConstant(77);  // junk that must be overwritten
  input_gradient(layer, source, to, to_gradient, parameters, from_gradient);
  gradients.dx = from_gradient.columns();
  return gradients;
}

// Compares the gradients of the input and the parameters with finite differences of
// L = Σ r ∘ layer(x), where r is random and dL/dy = r.
inline void expect_exact_gradients(const Layer& layer, Matrix x, const Matrix& pooled = {}) {
  Matrix parameters =
      random_matrix(static_cast<Eigen::Index>(layer.parameter_count()), 1, 11) / Scalar(2);
  const std::span<Scalar> block(parameters.data(), layer.parameter_count());
  const Matrix weights = random_matrix(layer.output_shape().size(), x.cols(), 12);
  const auto loss = [&] {
    return static_cast<double>(forward(layer, x, block, pooled).cwiseProduct(weights).sum());
  };
  const LayerGradients gradients = backward(layer, x, weights, block, pooled);
  const std::span<Scalar> inputs(x.data(), static_cast<std::size_t>(x.size()));
  EXPECT_LT(relative_error({gradients.dx.data(), inputs.size()}, numeric_gradient(inputs, loss)),
            kGradientTolerance);
  if (block.empty()) return;
  EXPECT_LT(relative_error(gradients.parameters, numeric_gradient(block, loss)),
            kGradientTolerance);
}

}  // namespace hourglass::test
