#include "core/nn/layers/create_layer.h"

#include <algorithm>
#include <utility>

#include "core/nn/layers/activation.h"
#include "core/nn/layers/conv2d.h"
#include "core/nn/layers/conv_transpose2d.h"
#include "core/nn/layers/dense.h"
#include "core/nn/layers/upsample2d.h"

namespace hourglass {
namespace {

constexpr int kMostChannels = 1024;  // on either side of a convolution
constexpr int kLargestKernel = 32;
constexpr int kLargestStride = 8;
constexpr std::int64_t kMostTapsTimesPixels = std::int64_t{1} << 21;  // each pair is stored

using LayerPointer = std::shared_ptr<const Layer>;

Result<void> check_range(std::string_view what, int found, int least, int most) {
  if (found >= least && found <= most) return {};
  return fail("expected ", what, " from ", least, " to ", most, ", found ", found);
}

Result<void> check_parameters(std::int64_t parameters) {
  if (parameters <= kMostParameters) return {};
  return fail("expected at most ", kMostParameters, " parameters, found ", parameters);
}

Result<void> check_size(std::string_view layer, Shape output) {
  const std::int64_t plane = std::int64_t{output.height} * output.width;
  if (output.height >= 1 && output.width >= 1 && plane * output.channels <= kWidestLayer) return {};
  return fail("expected a ", layer, " with an output of 1 to ", kWidestLayer, " units, found ",
              output.channels, "×", output.height, "×", output.width);
}

Result<void> check_dense(const LayerSpec& spec, Shape input) {
  if (spec.outputs < 1 || spec.outputs > kWidestLayer) {
    return fail("expected a dense layer of 1 to ", kWidestLayer, " units, found ", spec.outputs);
  }
  return check_parameters((std::int64_t{input.size()} + 1) * spec.outputs);
}

// The first error among several checks.
Result<void> all_of(std::initializer_list<Result<void>> checks) {
  for (const Result<void>& check : checks) {
    if (!check) return check;
  }
  return {};
}

Result<void> check_kernel(const LayerSpec& spec, Shape input) {
  return all_of(
      {check_range("channels", spec.outputs, 1, kMostChannels),
       check_range("channels", input.channels, 1, kMostChannels),
       check_range("a kernel", spec.kernel, 1, kLargestKernel),
       check_range("a stride", spec.stride, 1, kLargestStride),
       check_range("padding", spec.padding, 0, spec.kernel - 1),
       check_parameters(std::int64_t{input.channels} * spec.outputs * spec.kernel * spec.kernel)});
}

Result<void> check_taps_times_pixels(const LayerSpec& spec, Shape input, Shape output) {
  const std::int64_t pixels = std::max(std::int64_t{input.height} * input.width,
                                       std::int64_t{output.height} * output.width);
  const std::int64_t taps_times_pixels = pixels * spec.kernel * spec.kernel;
  if (taps_times_pixels <= kMostTapsTimesPixels) return {};
  return fail("expected a convolution of at most ", kMostTapsTimesPixels,
              " taps times pixels, found ", taps_times_pixels);
}

// Creates the layer, or returns the error of the check.
template <class LayerClass, class... Arguments>
Result<LayerPointer> create_if(const Result<void>& check, const Arguments&... arguments) {
  if (!check) return std::unexpected(check.error());
  return std::make_shared<LayerClass>(arguments...);
}

template <class Convolution>
Result<LayerPointer> create_convolution(const LayerSpec& spec, Shape input) {
  if (const Result<void> kernel = check_kernel(spec, input); !kernel) {
    return std::unexpected(kernel.error());
  }
  const Shape output =
      Convolution::shape_after(input, spec.outputs, spec.kernel, spec.stride, spec.padding);
  return create_if<Convolution>(
      all_of({check_size("convolution", output), check_taps_times_pixels(spec, input, output)}),
      input, spec.outputs, spec.kernel, spec.stride, spec.padding);
}

Result<LayerPointer> create_pooling(const LayerSpec& spec, Shape input) {
  if (const auto kernel = check_range("a kernel", spec.kernel, 1, kLargestKernel); !kernel) {
    return std::unexpected(kernel.error());
  }
  const Shape output = MaxPool2d::shape_after(input, spec.kernel, spec.ceil);
  return create_if<MaxPool2d>(check_size("max-pooling", output), input, spec.kernel, spec.ceil);
}

Result<LayerPointer> create_unpooling(Shape input, const MaxPool2d* pooling) {
  if (pooling == nullptr) return fail("expected a pooling before a max-unpooling, found none");
  const Shape pooled = pooling->output_shape();
  if (input != pooled) {
    return fail("expected the input of a max-unpooling to be ", pooled.channels, "×", pooled.height,
                "×", pooled.width, " like the output of its pooling, found ", input.channels, "×",
                input.height, "×", input.width);
  }
  return std::make_shared<MaxUnpool2d>(*pooling);
}

Result<LayerPointer> create_upsampling(const LayerSpec& spec, Shape input) {
  if (const auto factor = check_range("a factor", spec.factor, 1, kLargestStride); !factor) {
    return std::unexpected(factor.error());
  }
  return create_if<Upsample2d>(
      check_size("upsampling", Upsample2d::shape_after(input, spec.factor)), input, spec.factor);
}

}  // namespace

Result<LayerPointer> create_layer(const LayerSpec& spec, Shape input, const MaxPool2d* pooling) {
  switch (spec.type) {
    case LayerType::kDense:
      return create_if<Dense>(check_dense(spec, input), input, spec.outputs);
    case LayerType::kConv2d:
      return create_convolution<Conv2d>(spec, input);
    case LayerType::kConvTranspose2d:
      return create_convolution<ConvTranspose2d>(spec, input);
    case LayerType::kMaxPool2d:
      return create_pooling(spec, input);
    case LayerType::kMaxUnpool2d:
      return create_unpooling(input, pooling);
    case LayerType::kUpsample2d:
      return create_upsampling(spec, input);
    case LayerType::kRelu:
      return std::make_shared<Relu>(input);
    case LayerType::kSigmoid:
      return std::make_shared<Sigmoid>(input);
  }
  return fail("expected a known layer type, found number ", static_cast<int>(spec.type));
}

}  // namespace hourglass
