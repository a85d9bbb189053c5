#include "native_cli/training/training_command.h"

#include "core/base/text.h"
#include "core/models/presets.h"
#include "native_cli/options/recipe_arguments.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {

std::string training_command(const Checkpoint& checkpoint) {
  const ModelSpec& spec = checkpoint.model.spec;
  const TrainingState& training = checkpoint.training;
  std::string command = "hourglass train " + shell_word(spec.name);
  const Result<ModelSpec> preset = find_model(spec.name);
  Recipe defaults = preset ? preset->recipe : Recipe{};
  Recipe recipe = spec.recipe;
  std::vector<std::string> values;
  for_each_choice({}, defaults, [&values](std::string_view, const auto&, const auto& value) {
    values.push_back(option_text(value));
  });
  std::size_t next = 0;
  for_each_choice({}, recipe, [&](std::string_view option, const auto&, const auto& value) {
    if (option_text(value) != values[next++])
      command += concat(' ', option, ' ', option_text(value));
  });
  if (training.validation_images > 0)
    command += concat(" --validation ", training.validation_images);
  return command + concat(" --seed ", training.seed, " --threads ", training.threads);
}

}  // namespace hourglass::cli
