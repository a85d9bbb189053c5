#include "native_cli/files/model_file.h"

#include "native_cli/files/read_file.h"
#include "native_cli/files/write_file.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/model_text.h"

namespace hourglass::cli {

Checkpoint load_model(const std::filesystem::path& path) {
  return value_of(load_checkpoint(map_file(path), path.string()));
}

void save_model(const std::filesystem::path& path, const Model& model,
                const TrainingState& training, WeightPrecision precision) {
  write_file(path, value_of(save_checkpoint(model, training, precision)));
}

Shape picture_shape(const Model& model, std::string_view advice) {
  const Shape input = model.spec.architecture.input;
  if (input.is_image() && (input.channels == 1 || input.channels == 3)) return input;
  if (input == Shape{kImagePixels}) return kDigitShape;
  throw_failure(model.spec.name, ": expected a model for images, such as 28×28, found an input of ",
                shape_text(input), " numbers", advice);
}

void require_images_fit(const Model& model, const Dataset& images,
                        const std::filesystem::path& folder) {
  if (const Result<void> fits = check_images(model, images); !fits) {
    throw_failure(fits.error().message, " in ", folder.string());
  }
}

}  // namespace hourglass::cli
