#include "native_cli/files/model_file.h"

#include <algorithm>

#include "core/io/safetensors.h"
#include "native_cli/files/read_file.h"
#include "native_cli/files/write_file.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/text/model_text.h"

namespace hourglass::cli {
namespace {

// Whether the file has weights, but does not say of which model: a state_dict saved by PyTorch.
bool has_only_weights(ByteSpan bytes) {
  const Result<Safetensors> file = parse_safetensors(bytes, "");
  return file && !file->metadata.contains("model") &&
         std::ranges::any_of(file->tensors,
                             [](const auto& tensor) { return tensor.first.ends_with("weight"); });
}

}  // namespace

Checkpoint load_model(const std::filesystem::path& path) {
  const SharedBytes bytes = map_file(path);
  Result<Checkpoint> checkpoint = load_checkpoint(bytes, path.string());
  if (!checkpoint && has_only_weights(bytes)) {
    throw_failure(checkpoint.error().message,
                  "; if these are the weights of a preset, read them with `hourglass convert ",
                  shell_word(path.string()), " --as PRESET --out FILE`");
  }
  return value_of(std::move(checkpoint));
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
