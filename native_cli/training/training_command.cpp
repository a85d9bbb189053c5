#include "native_cli/training/training_command.h"

#include "core/models/find_model.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {

std::string training_command(const Checkpoint& checkpoint, const std::string& data) {
  const ModelSpec& spec = checkpoint.model.spec;
  const TrainingState& training = checkpoint.training;
  std::string command = concat("hourglass train ", shell_word(spec.name), data);
  const Result<ModelSpec> preset = find_model(spec.name, spec.architecture.input);
  const Recipe defaults = preset ? preset->recipe : Recipe{};
  for_each_recipe_field([&](const auto& field) {
    const std::string value = setting_text(spec.recipe.*field.member);
    if (value != setting_text(defaults.*field.member)) {
      command += concat(' ', field.option, ' ', value);
    }
  });
  if (training.validation_images > 0)
    command += concat(" --validation ", training.validation_images);
  return command + concat(" --seed ", training.seed, " --threads ", training.threads);
}

}  // namespace hourglass::cli
