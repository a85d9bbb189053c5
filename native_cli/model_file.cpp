#include "native_cli/model_file.h"

#include "native_cli/failure.h"
#include "native_cli/files.h"
#include "native_cli/format.h"

namespace hourglass::cli {

Checkpoint load_model(const std::filesystem::path& path) {
  return value_of(load_checkpoint(read_file(path), path.string()));
}

void save_model(const std::filesystem::path& path, const Model& model,
                const TrainingState& training, WeightPrecision precision) {
  write_file(path, value_of(save_checkpoint(model, training, precision)));
}

std::string widths_text(const Architecture& architecture) {
  std::string text = std::to_string(architecture.input.size());
  for (const LayerSpec& layer : architecture.layers) {
    if (layer.type == LayerType::kDense) text += concat('-', layer.outputs);
  }
  return text;
}

std::string size_text(const Model& model) {
  const int code_size = model.network.code_size();
  return concat(with_commas(model.parameter_count()), " parameters, a code of ",
                with_commas(static_cast<std::uint64_t>(code_size)),
                code_size == 1 ? " number" : " numbers");
}

}  // namespace hourglass::cli
