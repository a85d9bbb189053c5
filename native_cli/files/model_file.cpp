#include "native_cli/files/model_file.h"

#include "native_cli/files/read_file.h"
#include "native_cli/files/write_file.h"
#include "native_cli/text/failure.h"

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

}  // namespace hourglass::cli
