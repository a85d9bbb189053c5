// The gradient check that every layer has to pass.
#pragma once

#include <algorithm>
#include <memory>

#include "core/nn/layer.h"
#include "tests/core/gradient.h"

namespace hourglass::test {

// The whole backward pass: backward() and, where they come by output, the parameters' gradients.
inline void backward(const Layer& layer, const LayerInput& input, ConstMatrixView y,
                     ConstMatrixView dy, std::span<const Scalar> parameters, MatrixView dx,
                     std::span<Scalar> gradients) {
  std::ranges::fill(gradients, Scalar(0));
  layer.backward(input, y, dy, parameters, dx, gradients);
  if (!layer.has_gradients_by_output()) return;
  const int outputs = layer.output_shape().size(), inputs = layer.input_shape().size();
  for (int first = 0, count = 1; first < outputs; first += count, count = outputs - first) {
    layer.add_output_gradients(input, dy, first,
                               gradients.subspan(static_cast<std::size_t>(first * inputs),
                                                 static_cast<std::size_t>(count * inputs)),
                               gradients.subspan(static_cast<std::size_t>(outputs * inputs + first),
                                                 static_cast<std::size_t>(count)));
  }
}

// Holds backward() against differences of L = Σ r ∘ layer(x) with a random r, for which dL/dy = r:
// for the input and for the parameters. `pooled` is what a max-unpooling reads its switches off.
inline void expect_exact_gradients(const Layer& layer, Matrix x, const Matrix& pooled = {}) {
  Matrix parameters =
      random_matrix(static_cast<Eigen::Index>(layer.parameter_count()), 1, 11) / Scalar(2);
  const std::span<Scalar> block(parameters.data(), layer.parameter_count());
  Matrix y(layer.output_shape().size(), x.cols());
  const Matrix weights = random_matrix(y.rows(), y.cols(), 12);
  const auto loss = [&] {
    layer.forward({view(std::as_const(x)), view(pooled)}, block, view(y));
    return static_cast<double>(y.cwiseProduct(weights).sum());
  };

  loss();
  // Filled with junk, which does not count.
  Matrix dx = Matrix::Constant(x.rows(), x.cols(), 77);
  std::vector<Scalar> gradients(layer.parameter_count(), Scalar(77));
  backward(layer, {view(std::as_const(x)), view(pooled)}, view(std::as_const(y)), view(weights),
           block, view(dx), gradients);

  const std::span<Scalar> inputs(x.data(), static_cast<std::size_t>(x.size()));
  EXPECT_LT(relative_error({dx.data(), inputs.size()}, numeric_gradient(inputs, loss)),
            kGradientTolerance);
  if (block.empty()) return;
  EXPECT_LT(relative_error(gradients, numeric_gradient(block, loss)), kGradientTolerance);
}

// A backward pass without dx gives the same parameter gradients.
inline void expect_gradients_without_input(const Layer& layer, const Matrix& x) {
  const std::vector<Scalar> parameters(layer.parameter_count(), Scalar(0.5));
  Matrix y(layer.output_shape().size(), x.cols());
  layer.forward(view(x), parameters, view(y));
  const Matrix dy = random_matrix(y.rows(), y.cols(), 13);
  std::vector<Scalar> with(parameters.size()), without(parameters.size());
  Matrix dx(x.rows(), x.cols());
  backward(layer, view(x), view(std::as_const(y)), view(dy), parameters, view(dx), with);
  backward(layer, view(x), view(std::as_const(y)), view(dy), parameters, MatrixView(nullptr, 0, 0),
           without);
  EXPECT_EQ(with, without);
}

}  // namespace hourglass::test
