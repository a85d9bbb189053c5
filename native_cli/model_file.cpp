#include "native_cli/model_file.h"

#include "native_cli/failure.h"
#include "native_cli/files.h"
#include "native_cli/format.h"

namespace hourglass::cli {

Checkpoint load_model(const std::filesystem::path& path) {
  return value_of(load_checkpoint(map_file(path), path.string()));
}

void save_model(const std::filesystem::path& path, const Model& model,
                const TrainingState& training, WeightPrecision precision) {
  write_file(path, value_of(save_checkpoint(model, training, precision)));
}

bool takes_digits(const Model& model) {
  const Shape input = model.spec.architecture.input;
  return input == Shape{1, kImageSide, kImageSide} || input == Shape{kImagePixels, 1, 1};
}

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
  if (!model.decodes_alone()) {
    text += concat(" and ", with_commas(network.switch_count()), " pooling switches");
  }
  return text;
}

}  // namespace hourglass::cli
