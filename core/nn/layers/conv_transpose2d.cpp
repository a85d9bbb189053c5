#include "core/nn/layers/conv_transpose2d.h"

#include <algorithm>

#include "core/nn/layers/initialisation.h"

namespace hourglass {

ConvTranspose2d::ConvTranspose2d(Shape input, int outputs, int kernel, int stride, int padding)
    : Layer(LayerType::kConvTranspose2d, input,
            shape_after(input, outputs, kernel, stride, padding)),
      kernel_(kernel),
      stride_(stride),
      convolution_(output_shape(), input, kernel, stride, padding) {}

Shape ConvTranspose2d::shape_after(Shape input, int outputs, int kernel, int stride, int padding) {
  const auto extent = [&](int n) { return (n - 1) * stride - 2 * padding + kernel; };
  return {.channels = outputs, .height = extent(input.height), .width = extent(input.width)};
}

std::size_t ConvTranspose2d::weight_count() const {
  const int maps = input_shape().channels * output_shape().channels;
  return static_cast<std::size_t>(maps) * static_cast<std::size_t>(kernel_ * kernel_);
}

std::vector<ParameterTensor> ConvTranspose2d::parameter_tensors() const {
  const int outputs = output_shape().channels;
  return {{.name = "weight", .shape = {input_shape().channels, outputs, kernel_, kernel_}},
          {.name = "bias", .shape = {outputs}}};
}

void ConvTranspose2d::initialise(std::span<Scalar> parameters, bool relu_follows,
                                 Random& random) const {
  const double area = kernel_ * kernel_;
  initialise_weights(parameters.first(weight_count()),
                     std::max(area / (stride_ * stride_), 1.0) * input_shape().channels,
                     area * output_shape().channels, relu_follows, random);
  std::ranges::fill(parameters.subspan(weight_count()), Scalar(0));
}

void ConvTranspose2d::forward(const LayerInput& input, std::span<const Scalar> parameters,
                              MatrixView y) const {
  convolution_.scatter(input.x, parameters.first(weight_count()),
                       parameters.subspan(weight_count()), y, input.with_relu ? y.data() : nullptr);
}

void ConvTranspose2d::input_gradient(const LayerInput& input, ConstMatrixView /*y*/,
                                     ConstMatrixView dy, std::span<const Scalar> parameters,
                                     MatrixView dx) const {
  convolution_.gather(dy, parameters.first(weight_count()), {}, dx,
                      input.with_relu ? input.x.data() : nullptr);
}

void ConvTranspose2d::add_weight_gradient(const LayerInput& input, ConstMatrixView dy,
                                          int /*first*/, std::span<Scalar> weights,
                                          std::span<Scalar> biases) const {
  if (!weights.empty()) convolution_.weight_gradient(dy, input.x, weights);
  if (!biases.empty()) sum_by_channel(dy, biases);
}

}  // namespace hourglass
