#include "core/models/presets.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/models/families.h"

namespace hourglass {
namespace {

constexpr int kFamilyDefault = 30;  // components of pca-K and linear-K in the listing

// A 3 × 3 convolution that keeps the image's size.
constexpr LayerSpec conv(int channels) {
  return {.type = LayerType::kConv2d, .outputs = channels, .kernel = 3, .padding = 1};
}

// A convolution that halves the image's side: 28 → 14 → 7 → 4.
constexpr LayerSpec conv_halving(int channels, int kernel) {
  return {
      .type = LayerType::kConv2d, .outputs = channels, .kernel = kernel, .stride = 2, .padding = 1};
}

constexpr LayerSpec conv_valid(int channels) {
  return {.type = LayerType::kConv2d, .outputs = channels, .kernel = 3};
}

constexpr LayerSpec conv_transpose(int channels, int kernel, int stride, int padding = 0) {
  return {.type = LayerType::kConvTranspose2d,
          .outputs = channels,
          .kernel = kernel,
          .stride = stride,
          .padding = padding};
}

constexpr LayerSpec kPool{.type = LayerType::kMaxPool2d, .kernel = 2};
constexpr LayerSpec kPoolPadded{.type = LayerType::kMaxPool2d, .kernel = 2, .ceil = true};  // 7 → 4
constexpr LayerSpec kUnpool{.type = LayerType::kMaxUnpool2d};
constexpr LayerSpec kUpsample{.type = LayerType::kUpsample2d, .factor = 2};

// 784 → code ReLU → 784 sigmoid.
Architecture one_hidden_layer(int code) {
  return architecture(kDigitShape, {dense(code), kRelu}, {dense(kImagePixels), kSigmoid});
}

// 784 → units ReLU → units ReLU → 784 sigmoid; the second hidden layer is the code.
Architecture two_hidden_layers(int units) {
  return architecture(kDigitShape, {dense(units), kRelu, dense(units), kRelu},
                      {dense(kImagePixels), kSigmoid});
}

// Like deep-30, but with a ReLU on the code and the output too, as first published.
Architecture deep_relu() {
  return architecture(kDigitShape,
                      {dense(512), kRelu, dense(256), kRelu, dense(128), kRelu, dense(30), kRelu},
                      {dense(128), kRelu, dense(256), kRelu, dense(kImagePixels), kRelu});
}

// Autoencoders with a 4×7×7 code. Their decoders use transposed convolutions, or upsampling with
// convolutions, or unpooling (by the encoder's switches) with convolutions.
Architecture to_4x7x7(const std::vector<LayerSpec>& decoder) {
  return architecture(kDigitShape, {conv(16), kRelu, kPool, conv(4), kRelu, kPool}, decoder);
}

// Autoencoders with a 16×4×4 code, and the same three kinds of decoder.
Architecture to_16x4x4(const std::vector<LayerSpec>& decoder) {
  return architecture(kDigitShape,
                      {conv(8), kRelu, kPool, conv(16), kRelu, kPool, conv(16), kRelu, kPoolPadded},
                      decoder);
}

Architecture conv_denoiser() {
  return architecture(kDigitShape,
                      {conv(32), kRelu, kPool, conv(16), kRelu, kPool, conv(8), kRelu, kPool},
                      {conv_transpose(8, 3, 2), kRelu, conv_transpose(16, 2, 2), kRelu,
                       conv_transpose(32, 2, 2), kRelu, conv(1), kSigmoid});
}

// Three convolutions, each of half the side and twice the channels of the one before, a dense layer
// to a code of plain numbers, and the way back.
ModelSpec conv_to_numbers(std::string name, int numbers, int channels) {
  return {.name = std::move(name),
          .architecture = architecture(
              kDigitShape,
              {conv_halving(channels, 4), kRelu, conv_halving(2 * channels, 4), kRelu,
               conv_halving(4 * channels, 3), kRelu, dense(numbers)},
              {conv_transpose(4 * channels, 4, 1), kRelu, conv_transpose(2 * channels, 3, 2, 1),
               kRelu, conv_transpose(channels, 4, 2, 1), kRelu, conv(channels), kRelu,
               conv_transpose(1, 4, 2, 1), kSigmoid}),
          .recipe = {
              .learning_rate = 2e-3, .epochs = 20, .schedule = Schedule::kCosine, .warmup = 0.05}};
}

std::vector<ModelSpec> convolutional_presets(const Noise& mixed) {
  return {
      conv_to_numbers("conv-32", 32, 16),
      conv_to_numbers("conv-30-wide", 30, 24),
      {.name = "conv-transpose",
       .architecture =
           to_4x7x7({conv_transpose(16, 2, 2), kRelu, conv_transpose(1, 2, 2), kSigmoid})},
      {.name = "conv-nearest",
       .architecture = to_4x7x7({kUpsample, conv(16), kRelu, kUpsample, conv(1), kSigmoid})},
      {.name = "conv-unpool",
       .architecture = to_4x7x7({kUnpool, conv(16), kRelu, kUnpool, conv(1), kSigmoid})},
      {.name = "conv-denoiser", .architecture = conv_denoiser(), .recipe = {.noise = mixed}},
      {.name = "conv-8-16-16",
       .architecture = to_16x4x4({conv(16), kRelu, kUpsample, conv(16), kRelu, kUpsample,
                                  conv_valid(8), kRelu, kUpsample, conv(1), kSigmoid}),
       .recipe = {.loss = Loss::kBce}},
      {.name = "conv-8-16-16-transpose",
       .architecture = to_16x4x4({conv_transpose(16, 3, 2, 1), kRelu, conv_transpose(8, 4, 2, 1),
                                  kRelu, conv_transpose(1, 4, 2, 1), kSigmoid})},
      {.name = "conv-8-16-16-unpool",
       .architecture = to_16x4x4({kUnpool, conv_transpose(16, 3, 1, 1), kRelu, kUnpool,
                                  conv_transpose(8, 3, 1, 1), kRelu, kUnpool,
                                  conv_transpose(1, 3, 1, 1), kSigmoid})},
  };
}

// Faint noise keeps units active: 8 % of them end up dead, but 28 % without noise.
ModelSpec sparse_spec() {
  return {.name = "sparse-1024",
          .architecture = one_hidden_layer(1024),
          .recipe = {.learning_rate = 2e-3,
                     .batch = 128,
                     .noise = {.kind = NoiseKind::kGaussian, .level = 0.1, .mixed = true},
                     .l1 = 1e-4,
                     .schedule = Schedule::kCosine,
                     .warmup = 0.1}};
}

// This network could memorise its training images; faint noise and weight decay prevent that.
ModelSpec deep_2006_spec() {
  return {.name = "deep-30-2006",
          .architecture = mirrored(kDigitShape, {1000, 500, 250, 30}, {250, 500, 1000}),
          .recipe = {.learning_rate = 2e-3,
                     .batch = 128,
                     .epochs = 80,
                     .noise = {.kind = NoiseKind::kGaussian, .level = 0.2, .mixed = true},
                     .schedule = Schedule::kCosine,
                     .warmup = 0.03,
                     .weight_decay = 0.1}};
}

std::vector<ModelSpec> all_presets() {
  const Noise slight{.kind = NoiseKind::kGaussian, .level = 0.1};
  const Noise mixed{.kind = NoiseKind::kGaussian, .level = 0.9, .mixed = true};
  const Architecture deep = mirrored(kDigitShape, {512, 256, 128, 30}, {128, 256});
  const Architecture toy =
      architecture({.channels = 6}, {dense(3), kSigmoid}, {dense(6), kSigmoid});
  std::vector<ModelSpec> all{
      {.name = "simple-32",
       .architecture = one_hidden_layer(32),
       .recipe = {.batch = 20, .epochs = 20}},
      {.name = "dense-128-32",
       .architecture = mirrored(kDigitShape, {128, 32}, {128}),
       .recipe = {.loss = Loss::kBce, .batch = 128, .epochs = 20}},
      {.name = "denoising-10",
       .architecture = one_hidden_layer(10),
       .recipe = {.learning_rate = 3e-3, .epochs = 20, .noise = slight}},
      {.name = "toy-6-3-6", .architecture = toy, .fit = Fit::kNone},
      {.name = "deep-30", .architecture = deep, .recipe = {.schedule = Schedule::kCosine}},
      {.name = "deep-30-relu", .architecture = deep_relu()},
      {.name = "under-64", .architecture = one_hidden_layer(64)},
      {.name = "under-128", .architecture = one_hidden_layer(128)},
      {.name = "under-256", .architecture = one_hidden_layer(256)},
      {.name = "hidden-64", .architecture = two_hidden_layers(64)},
      {.name = "hidden-128", .architecture = two_hidden_layers(128)},
      {.name = "hidden-256", .architecture = two_hidden_layers(256)},
      sparse_spec(),
      {.name = "denoising-256", .architecture = two_hidden_layers(256), .recipe = {.noise = mixed}},
      deep_2006_spec(),
      {.name = "manifold-8", .architecture = mirrored(kDigitShape, {64, 8}, {64})},
      linear_spec(kDigitShape, kFamilyDefault),
      pca_spec(kDigitShape, kFamilyDefault),
  };
  std::ranges::copy(convolutional_presets(mixed), std::back_inserter(all));
  return all;
}

}  // namespace

const std::vector<ModelSpec>& presets() {
  static const std::vector<ModelSpec> kAll = all_presets();
  return kAll;
}

Result<ModelSpec> find_digit_model(std::string_view name) {
  const auto preset = std::ranges::find(presets(), name, &ModelSpec::name);
  if (preset != presets().end()) return *preset;
  if (const auto member = find_in_family(name, kDigitShape)) return *member;
  std::vector<std::string> names;
  for (const ModelSpec& spec : presets()) names.push_back(spec.name);
  return fail("model: expected a preset or layer widths such as 784-128-16, found \"", name,
              "\"; did you mean \"", nearest(name, names), "\"?");
}

}  // namespace hourglass
