// An autoencoder's layers as data, as presets list them and checkpoints store them in JSON.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/shape.h"

namespace hourglass {

enum class LayerType : std::uint8_t {
  kDense,
  kConv2d,
  kConvTranspose2d,
  kMaxPool2d,
  kMaxUnpool2d,
  kUpsample2d,
  kRelu,
  kSigmoid,
};

// One layer as data. A max-unpooling undoes the most recent pooling that has not been undone yet.
// An activation has the shape of its input.
struct LayerSpec {
  LayerType type;
  int outputs = 0;    // units of a dense layer, channels of a (transposed) convolution
  int kernel = 0;     // side of a convolution's kernel or of a pooling window
  int stride = 1;     // of a convolution
  int padding = 0;    // zeros around a convolution's input, on each side
  bool ceil = false;  // whether a pooling keeps an incomplete last window
  int factor = 0;     // of an upsampling

  bool operator==(const LayerSpec&) const = default;
};

struct Architecture {
  Shape input;
  std::vector<LayerSpec> layers;
  int encoder_layers = 0;  // the code is the output of the last of these

  bool operator==(const Architecture&) const = default;
};

// The names in checkpoints and summaries.
constexpr std::string_view to_string(LayerType type) {
  switch (type) {
    case LayerType::kDense:
      return "dense";
    case LayerType::kConv2d:
      return "conv2d";
    case LayerType::kConvTranspose2d:
      return "conv_transpose2d";
    case LayerType::kMaxPool2d:
      return "max_pool2d";
    case LayerType::kMaxUnpool2d:
      return "max_unpool2d";
    case LayerType::kUpsample2d:
      return "upsample2d";
    case LayerType::kRelu:
      return "relu";
    case LayerType::kSigmoid:
      return "sigmoid";
  }
  return {};
}

// One of the sizes that define a layer: its key in a checkpoint, and where LayerSpec stores it.
struct LayerSize {
  const char* name;
  int LayerSpec::* member;
};

inline constexpr LayerSize kConvolutionSizes[] = {{"outputs", &LayerSpec::outputs},
                                                  {"kernel", &LayerSpec::kernel},
                                                  {"stride", &LayerSpec::stride},
                                                  {"padding", &LayerSpec::padding}};
inline constexpr LayerSize kUpsamplingSizes[] = {{"factor", &LayerSpec::factor}};

// The sizes that define a layer of this type.
constexpr std::span<const LayerSize> sizes_of(LayerType type) {
  const std::span<const LayerSize> convolution(kConvolutionSizes);
  switch (type) {
    case LayerType::kDense:
      return convolution.first(1);
    case LayerType::kConv2d:
    case LayerType::kConvTranspose2d:
      return convolution;
    case LayerType::kMaxPool2d:
      return convolution.subspan(1, 1);
    case LayerType::kUpsample2d:
      return kUpsamplingSizes;
    case LayerType::kMaxUnpool2d:
    case LayerType::kRelu:
    case LayerType::kSigmoid:
      return {};
  }
  return {};
}

}  // namespace hourglass
