// A model's layers as text, for tables and diagrams.
#pragma once

#include <string>
#include <vector>

#include "core/models/model.h"

namespace hourglass::cli {

struct LayerRow {
  std::size_t index = 0;  // in the checkpoint
  std::string type;
  std::string activation;  // applied to its output
  Shape input;
  Shape output;
  std::string weights;  // their shape, such as "512×784"; "" for none
  std::string biases;
  std::size_t parameters = 0;
  bool is_code = false;  // whether its output is the code
};

// One row for each layer with its activation, from the input to the output.
std::vector<LayerRow> layer_rows(const Model& model);

}  // namespace hourglass::cli
