// An autoencoder's layers as data: what presets are lists of, what a checkpoint carries as JSON.
#pragma once

#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/shape.h"
#include "core/nn/layer.h"

namespace hourglass {

struct LayerSpec {
  LayerType type;
  int outputs = 0;  // of a dense layer; activations keep their input's shape

  bool operator==(const LayerSpec&) const = default;
};

struct Architecture {
  Shape input;
  std::vector<LayerSpec> layers;
  int encoder_layers = 0;  // the code is the output of the last of these

  bool operator==(const Architecture&) const = default;
};

// "dense", "relu", "sigmoid": the names in checkpoints and summaries.
std::string_view to_string(LayerType type);
Result<LayerType> parse_layer_type(std::string_view name);

}  // namespace hourglass
