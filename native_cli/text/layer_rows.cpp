#include "native_cli/text/layer_rows.h"

#include <nlohmann/json.hpp>

#include "core/io/model_json.h"

namespace hourglass::cli {
namespace {

using Json = nlohmann::json;

std::string tensor_text(const Json& layer, const char* key) {
  std::string text;
  if (!layer.contains(key)) return text;
  for (const Json& extent : layer[key]) {
    text += concat(text.empty() ? "" : "×", extent.get<std::int64_t>());
  }
  return text;
}

}  // namespace

std::vector<LayerRow> layer_rows(const Model& model) {
  const Json layers = summary_to_json(model)["layers"];
  std::vector<LayerRow> rows;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const Json& layer = layers[i];
    const auto index = layer["index"].get<std::size_t>();
    const std::size_t end = i + 1 < layers.size() ? layers[i + 1]["index"].get<std::size_t>()
                                                  : model.network.layer_count();
    rows.push_back({.index = index,
                    .type = layer["type"].get<std::string>(),
                    .activation = layer["activation"].get<std::string>(),
                    .input = model.network.layer(index).input_shape(),
                    .output = model.network.layer(index).output_shape(),
                    .weights = tensor_text(layer, "weight_shape"),
                    .biases = tensor_text(layer, "bias_shape"),
                    .parameters = layer["parameters"].get<std::size_t>(),
                    .is_code = end == model.network.code_index()});
  }
  return rows;
}

}  // namespace hourglass::cli
