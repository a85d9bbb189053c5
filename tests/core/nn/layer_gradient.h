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
  activations.overwrite_columns() = columns;
  return activations;
}

// Computes layer(x) in the layer's own layout. A max-unpooling takes its switches from `pooled`.
inline Matrix forward(const Layer& layer, const Matrix& x, std::span<const Scalar> parameters = {},
                      const Matrix& pooled = {}) {
  ActivationBuffer from = activations(x), switches = activations(pooled), to;
  to.resize(layer.output_shape().size(), static_cast<int>(x.cols()));
  forward(layer, {from, pooled.size() > 0 ? &switches : nullptr, to}, parameters);
  return to.columns();
}

struct LayerGradients {
  Matrix dx;
  std::vector<Scalar> parameters;
};

// Calls backward() and, for layers with row gradients, add_row_gradients().
inline LayerGradients backward(const Layer& layer, const Matrix& x, const Matrix& dy,
                               std::span<const Scalar> parameters = {}, const Matrix& pooled = {},
                               bool wants_dx = true) {
  ActivationBuffer from = activations(x), switches = activations(pooled),
                   to = activations(forward(layer, x, parameters, pooled)),
                   from_gradient = activations(x), to_gradient = activations(dy);
  from_gradient.overwrite_columns().setConstant(77);  // junk that must be overwritten
  LayerGradients gradients{.dx = {}, .parameters = std::vector<Scalar>(parameters.size())};
  const std::span<Scalar> block(gradients.parameters);
  backward(layer, {from, pooled.size() > 0 ? &switches : nullptr, to}, to_gradient, parameters,
           wants_dx ? &from_gradient : nullptr, block);
  gradients.dx = from_gradient.columns();
  if (!layer.has_row_gradients()) return gradients;
  const int outputs = layer.output_shape().size(), inputs = layer.input_shape().size();
  for (int first = 0, count = 1; first < outputs; first += count, count = outputs - first) {
    layer.add_row_gradients(view(x), view(dy), first,
                            block.subspan(static_cast<std::size_t>(first * inputs),
                                          static_cast<std::size_t>(count * inputs)),
                            block.subspan(static_cast<std::size_t>(outputs * inputs + first),
                                          static_cast<std::size_t>(count)));
  }
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

// Checks that a backward pass without dx gives the same parameter gradients.
inline void expect_gradients_without_input(const Layer& layer, const Matrix& x) {
  const std::vector<Scalar> parameters(layer.parameter_count(), Scalar(0.5));
  const Matrix dy = random_matrix(layer.output_shape().size(), x.cols(), 13);
  EXPECT_EQ(backward(layer, x, dy, parameters).parameters,
            backward(layer, x, dy, parameters, {}, /*wants_dx=*/false).parameters);
}

}  // namespace hourglass::test
