#include "core/nn/layers/dense.h"

#include <algorithm>

#include "core/compute/matmul.h"
#include "core/compute/simd.h"
#include "core/nn/layers/initialisation.h"

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
  initialise_weights(parameters.first(weight_count()), inputs(), outputs(), relu_follows, random);
  std::ranges::fill(parameters.subspan(weight_count()), Scalar(0));
}

void Dense::forward(const LayerInput& input, std::span<const Scalar> parameters,
                    MatrixView y) const {
  const ConstWeightView w(parameters.data(), outputs(), inputs());
  multiply(w, input.x, ConstVectorView(parameters.data() + weight_count(), outputs()), y);
}

void Dense::input_gradient(const LayerInput& /*input*/, ConstMatrixView /*y*/, ConstMatrixView dy,
                           std::span<const Scalar> parameters, MatrixView dx) const {
  multiply_transposed(ConstWeightView(parameters.data(), outputs(), inputs()), dy, dx);
}

void Dense::add_weight_gradient(const LayerInput& input, ConstMatrixView dy, int first,
                                std::span<Scalar> weights, std::span<Scalar> biases) const {
  const auto rows = static_cast<Eigen::Index>(weights.size()) / inputs();
  add_outer_product(dy, first, input.x, WeightView(weights.data(), rows, inputs()));
  for (Eigen::Index image = 0; image < dy.cols(); ++image) {
    const Scalar* from = dy.col(image).data() + first;
    for_each_vector(std::ssize(biases), [&](std::ptrdiff_t output, std::ptrdiff_t count) {
      Scalar* sum = biases.data() + output;
      store(sum, load(sum, count) + load(from + output, count), count);
    });
  }
}

}  // namespace hourglass
