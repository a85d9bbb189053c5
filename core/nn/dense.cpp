#include "core/nn/dense.h"

#include <algorithm>
#include <cmath>

#include "core/compute/matmul.h"

namespace hourglass {

Dense::Dense(Shape input, int outputs)
    : Layer(LayerType::kDense, input, Shape{.channels = outputs}) {}

std::size_t Dense::weight_count() const {
  return static_cast<std::size_t>(inputs()) * static_cast<std::size_t>(outputs());
}

std::vector<ParameterTensor> Dense::parameter_tensors() const {
  return {{.name = "weight", .shape = {outputs(), inputs()}},
          {.name = "bias", .shape = {outputs()}}};
}

void Dense::initialise(std::span<Scalar> parameters, bool relu_follows, Random& random) const {
  const std::span<Scalar> weights = parameters.first(weight_count());
  if (relu_follows) {
    const Scalar deviation = std::sqrt(Scalar(2) / static_cast<Scalar>(inputs()));
    std::ranges::generate(weights, [&] { return deviation * random.normal(); });
  } else {
    const Scalar limit = std::sqrt(Scalar(6) / static_cast<Scalar>(inputs() + outputs()));
    std::ranges::generate(weights, [&] { return limit * (2 * random.uniform() - 1); });
  }
  std::ranges::fill(parameters.subspan(weight_count()), Scalar(0));
}

void Dense::forward(ConstMatrixView x, std::span<const Scalar> parameters, MatrixView y) const {
  const ConstWeightView w(parameters.data(), outputs(), inputs());
  const ConstVectorView b(parameters.data() + weight_count(), outputs());
  multiply(w, x, y);
  y.colwise() += b;
}

void Dense::backward(ConstMatrixView x, ConstMatrixView /*y*/, ConstMatrixView dy,
                     std::span<const Scalar> parameters, MatrixView dx,
                     std::span<Scalar> parameter_gradients) const {
  outer_product(dy, x, WeightView(parameter_gradients.data(), outputs(), inputs()));
  VectorView db(parameter_gradients.data() + weight_count(), outputs());
  db = dy.rowwise().sum();
  if (dx.size() > 0) {
    multiply_transposed(ConstWeightView(parameters.data(), outputs(), inputs()), dy, dx);
  }
}

}  // namespace hourglass
