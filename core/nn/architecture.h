// An autoencoder's layers as data, as presets list them and checkpoints store them in JSON.
#pragma once

#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/shape.h"
#include "core/nn/layer.h"

namespace hourglass {

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

// "dense", "conv2d", "relu", …: the names in checkpoints and summaries.
std::string_view to_string(LayerType type);
Result<LayerType> parse_layer_type(std::string_view name);

}  // namespace hourglass
