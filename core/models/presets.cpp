#include "core/models/presets.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <ranges>

#include "core/base/text.h"
#include "core/data/dataset.h"

namespace hourglass {
namespace {

constexpr Shape kImage{.channels = 1, .height = kImageSide, .width = kImageSide};
constexpr LayerSpec kRelu{.type = LayerType::kRelu};
constexpr LayerSpec kSigmoid{.type = LayerType::kSigmoid};
constexpr int kFamilyDefault = 30;  // components of pca-K and linear-K in the listing

constexpr LayerSpec dense(int outputs) { return {.type = LayerType::kDense, .outputs = outputs}; }

// A 3 × 3 convolution that keeps the image's size.
constexpr LayerSpec conv(int channels) {
  return {.type = LayerType::kConv2d, .outputs = channels, .kernel = 3, .padding = 1};
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

// Joins the layers of an encoder and a decoder; the code lies between them.
Architecture architecture(Shape input, std::vector<LayerSpec> encoder,
                          const std::vector<LayerSpec>& decoder) {
  const int encoder_layers = static_cast<int>(encoder.size());
  encoder.insert(encoder.end(), decoder.begin(), decoder.end());
  return {.input = input, .layers = std::move(encoder), .encoder_layers = encoder_layers};
}

// 784 → code ReLU → 784 sigmoid.
Architecture one_hidden_layer(int code) {
  return architecture(kImage, {dense(code), kRelu}, {dense(kImagePixels), kSigmoid});
}

// 784 → units ReLU → units ReLU → 784 sigmoid; the second hidden layer is the code.
Architecture two_hidden_layers(int units) {
  return architecture(kImage, {dense(units), kRelu, dense(units), kRelu},
                      {dense(kImagePixels), kSigmoid});
}

// 784 → encoder widths → decoder widths → 784 sigmoid; hidden layers are ReLU, the code is linear.
Architecture mirrored(const std::vector<int>& encoder_widths,
                      const std::vector<int>& decoder_widths) {
  std::vector<LayerSpec> encoder;
  for (const int width : encoder_widths) {
    if (!encoder.empty()) encoder.push_back(kRelu);
    encoder.push_back(dense(width));
  }
  std::vector<LayerSpec> decoder;
  for (const int width : decoder_widths) {
    decoder.push_back(dense(width));
    decoder.push_back(kRelu);
  }
  decoder.push_back(dense(kImagePixels));
  decoder.push_back(kSigmoid);
  return architecture(kImage, std::move(encoder), decoder);
}

// 784 → components → 784, without activations.
Architecture linear(int components) {
  return architecture(kImage, {dense(components)}, {dense(kImagePixels)});
}

// Like deep-30, but with a ReLU on the code and the output too, as first published.
Architecture deep_relu() {
  return architecture(kImage,
                      {dense(512), kRelu, dense(256), kRelu, dense(128), kRelu, dense(30), kRelu},
                      {dense(128), kRelu, dense(256), kRelu, dense(kImagePixels), kRelu});
}

// Autoencoders with a 4×7×7 code. Their decoders use transposed convolutions, or upsampling with
// convolutions, or unpooling (by the encoder's switches) with convolutions.
Architecture to_4x7x7(const std::vector<LayerSpec>& decoder) {
  return architecture(kImage, {conv(16), kRelu, kPool, conv(4), kRelu, kPool}, decoder);
}

// Autoencoders with a 16×4×4 code, and the same three kinds of decoder.
Architecture to_16x4x4(const std::vector<LayerSpec>& decoder) {
  return architecture(kImage,
                      {conv(8), kRelu, kPool, conv(16), kRelu, kPool, conv(16), kRelu, kPoolPadded},
                      decoder);
}

Architecture conv_denoiser() {
  return architecture(kImage,
                      {conv(32), kRelu, kPool, conv(16), kRelu, kPool, conv(8), kRelu, kPool},
                      {conv_transpose(8, 3, 2), kRelu, conv_transpose(16, 2, 2), kRelu,
                       conv_transpose(32, 2, 2), kRelu, conv(1), kSigmoid});
}

std::vector<ModelSpec> convolutional_presets(const Noise& mixed) {
  return {
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

ModelSpec linear_spec(int components) {
  // The decaying rate brings even the last directions to within a degree of PCA's subspace.
  return {.name = concat("linear-", components),
          .architecture = linear(components),
          .recipe = {.epochs = 20, .schedule = Schedule::kCosine}};
}

ModelSpec pca_spec(int components) {
  return {.name = concat("pca-", components), .architecture = linear(components), .fit = Fit::kPca};
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
          .architecture = mirrored({1000, 500, 250, 30}, {250, 500, 1000}),
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
  const Architecture deep = mirrored({512, 256, 128, 30}, {128, 256});
  const Architecture toy =
      architecture({.channels = 6}, {dense(3), kSigmoid}, {dense(6), kSigmoid});
  std::vector<ModelSpec> all{
      {.name = "simple-32",
       .architecture = one_hidden_layer(32),
       .recipe = {.batch = 20, .epochs = 20}},
      {.name = "dense-128-32",
       .architecture = mirrored({128, 32}, {128}),
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
      {.name = "manifold-8", .architecture = mirrored({64, 8}, {64})},
      linear_spec(kFamilyDefault),
      pca_spec(kFamilyDefault),
  };
  std::ranges::copy(convolutional_presets(mixed), std::back_inserter(all));
  return all;
}

std::optional<int> parse_int(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// The spec of "pca-K" or "linear-K"; nothing if the name is neither.
std::optional<Result<ModelSpec>> find_in_family(std::string_view name) {
  const bool is_pca = name.starts_with("pca-");
  if (!is_pca && !name.starts_with("linear-")) return std::nullopt;
  const std::string_view suffix = name.substr(name.find('-') + 1);
  const std::optional<int> components = parse_int(suffix);
  if (!components || *components < 1 || *components > kImagePixels) {
    return fail("model \"", name, "\": expected 1 to ", kImagePixels, " components, found \"",
                suffix, "\"");
  }
  return is_pca ? pca_spec(*components) : linear_spec(*components);
}

// The widths in "784-128-16", separated by "→", "->" or "-"; nothing if the name is not a list of
// widths.
std::optional<std::vector<int>> parse_widths(std::string_view name) {
  std::string text(name);
  for (const std::string_view arrow : {"→", "->"}) {
    for (std::size_t at = 0; (at = text.find(arrow)) != std::string::npos;) {
      text.replace(at, arrow.size(), "-");
    }
  }
  std::erase(text, ' ');
  std::vector<int> widths;
  std::string_view rest = text;
  while (true) {
    const std::size_t dash = rest.find('-');
    const std::optional<int> width = parse_int(rest.substr(0, dash));
    if (!width) return std::nullopt;
    widths.push_back(*width);
    if (dash == std::string_view::npos) return widths;
    rest.remove_prefix(dash + 1);
  }
}

Result<ModelSpec> custom_spec(std::string_view name, std::vector<int> widths) {
  if (widths.front() != kImagePixels || widths.size() < 2) {
    return fail("model \"", name, "\": expected widths that begin with ", kImagePixels,
                " and lead to a code, as in 784-128-16");
  }
  if (std::ranges::any_of(widths, [](int width) { return width < 1; })) {
    return fail("model \"", name, "\": expected layers of at least 1 unit");
  }
  const bool has_both_halves = widths.size() > 2 && widths.back() == kImagePixels;
  std::string canonical = "784";
  for (const int width : widths | std::views::drop(1)) canonical += concat('-', width);

  const auto first = widths.begin() + 1;
  const auto code =
      has_both_halves ? std::ranges::min_element(first, widths.end() - 1) : widths.end() - 1;
  std::vector<int> decoder(code + 1, widths.end());
  if (has_both_halves) {
    decoder.pop_back();
  } else {
    decoder.assign(std::make_reverse_iterator(code), std::make_reverse_iterator(first));
  }
  return ModelSpec{.name = canonical,
                   .architecture = mirrored(std::vector<int>(first, code + 1), decoder)};
}

}  // namespace

const std::vector<ModelSpec>& presets() {
  static const std::vector<ModelSpec> kAll = all_presets();
  return kAll;
}

Result<ModelSpec> find_model(std::string_view name) {
  const auto preset = std::ranges::find(presets(), name, &ModelSpec::name);
  if (preset != presets().end()) return *preset;
  if (const auto member = find_in_family(name)) return *member;
  if (const auto widths = parse_widths(name)) return custom_spec(name, *widths);
  std::vector<std::string> names;
  for (const ModelSpec& spec : presets()) names.push_back(spec.name);
  return fail("model: expected a preset or layer widths such as 784-128-16, found \"", name,
              "\"; did you mean \"", nearest(name, names), "\"?");
}

}  // namespace hourglass
