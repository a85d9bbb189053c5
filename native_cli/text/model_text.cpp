#include "native_cli/text/model_text.h"

#include "native_cli/text/format.h"

namespace hourglass::cli {

std::string shape_text(Shape shape) {
  if (shape.height == 1 && shape.width == 1) return std::to_string(shape.channels);
  return concat(shape.channels, "×", shape.height, "×", shape.width);
}

std::string shapes_text(const Network& network) {
  const bool is_dense = network.layer(0).type() == LayerType::kDense;
  std::string text =
      is_dense ? std::to_string(network.input_size()) : shape_text(network.layer(0).input_shape());
  for (std::size_t index = 0; index < network.layer_count(); ++index) {
    const Layer& layer = network.layer(index);
    if (layer.type() == LayerType::kRelu || layer.type() == LayerType::kSigmoid) continue;
    text += concat('-', shape_text(layer.output_shape()));
  }
  return text;
}

std::string size_text(const Model& model) {
  const Network& network = model.network;
  const Shape code = network.code_shape();
  std::string text = concat(with_commas(model.parameter_count()), " parameters, a code of ",
                            with_commas(static_cast<std::uint64_t>(code.size())),
                            code.size() == 1 ? " number" : " numbers");
  if (code.size() != code.channels) text += concat(" (", shape_text(code), ")");
  if (!model.decodes_from_code_alone()) {
    text += concat(" and ", with_commas(network.switch_count()), " pooling switches");
  }
  return text;
}

}  // namespace hourglass::cli
