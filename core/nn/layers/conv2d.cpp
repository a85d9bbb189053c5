#include "core/nn/layers/conv2d.h"

#include <algorithm>

#include "core/nn/layers/initialisation.h"

namespace hourglass {

Conv2d::Conv2d(Shape input, int outputs, int kernel, int stride, int padding)
    : Layer(LayerType::kConv2d, input, shape_after(input, outputs, kernel, stride, padding)),
      kernel_(kernel),
      convolution_(input, output_shape(), kernel, stride, padding) {}

Shape Conv2d::shape_after(Shape input, int outputs, int kernel, int stride, int padding) {
  const auto extent = [&](int n) { return (n + 2 * padding - kernel) / stride + 1; };
  return {.channels = outputs, .height = extent(input.height), .width = extent(input.width)};
}

std::size_t Conv2d::weight_count() const {
  const int maps = input_shape().channels * output_shape().channels;
  return static_cast<std::size_t>(maps) * static_cast<std::size_t>(kernel_ * kernel_);
}

std::vector<ParameterTensor> Conv2d::parameter_tensors() const {
  const int outputs = output_shape().channels;
  return {{.name = "weight", .shape = {outputs, input_shape().channels, kernel_, kernel_}},
          {.name = "bias", .shape = {outputs}}};
}

void Conv2d::initialise(std::span<Scalar> parameters, bool relu_follows, Random& random) const {
  const double area = kernel_ * kernel_;
  initialise_weights(parameters.first(weight_count()), area * input_shape().channels,
                     area * output_shape().channels, relu_follows, random);
  std::ranges::fill(parameters.subspan(weight_count()), Scalar(0));
}

void Conv2d::forward(const LayerInput& input, std::span<const Scalar> parameters,
                     MatrixView y) const {
  convolution_.gather(input.x, parameters.first(weight_count()), parameters.subspan(weight_count()),
                      y, input.with_relu ? y.data() : nullptr);
}

void Conv2d::input_gradient(const LayerInput& input, ConstMatrixView /*y*/, ConstMatrixView dy,
                            std::span<const Scalar> parameters, MatrixView dx) const {
  convolution_.scatter(dy, parameters.first(weight_count()), {}, dx,
                       input.with_relu ? input.x.data() : nullptr);
}

void Conv2d::add_weight_gradient(const LayerInput& input, ConstMatrixView dy, int /*first*/,
                                 std::span<Scalar> weights, std::span<Scalar> biases) const {
  if (!weights.empty()) convolution_.weight_gradient(input.x, dy, weights);
  if (!biases.empty()) sum_by_channel(dy, biases);
}

}  // namespace hourglass
