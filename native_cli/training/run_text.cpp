#include "native_cli/training/run_text.h"

#include "core/base/text.h"
#include "core/models/presets.h"
#include "native_cli/text/format.h"
#include "native_cli/text/preset_table.h"

namespace hourglass::cli {
std::string recipe_text(const Model& model) {
  if (model.spec.fit == Fit::kPca) {
    return "Fitted exactly: the mean and the leading eigenvectors of the covariance. The decoder\n"
           "is the transposed encoder and the biases follow from the mean, so only the mean and\n"
           "the eigenvectors count as parameters.";
  }
  if (model.spec.fit == Fit::kNone) return "For illustration only: it cannot be trained.";
  const Recipe& recipe = model.spec.recipe;
  const std::string extra = recipe_extras(recipe);
  return concat("Recipe: loss ", to_string(recipe.loss), ", Adam with learning rate ",
                shortest(recipe.learning_rate), ", batches of ", recipe.batch, ", ", recipe.epochs,
                recipe.epochs == 1 ? " epoch" : " epochs", extra.empty() ? "" : ", ", extra, ".");
}

std::string training_text(const Checkpoint& checkpoint) {
  const TrainingState& training = checkpoint.training;
  std::string text = concat("Seed ", training.seed, ", ", with_commas(training.images), " images");
  if (training.step > 0) {
    text += concat(", ", with_commas(static_cast<std::uint64_t>(training.step)), " steps");
  }
  if (!training.history.empty()) {
    text += concat(", ", training.history.size(), " epochs, ");
    text += training.best_epoch > 0 ? concat("best epoch ", training.best_epoch, " with loss ")
                                    : "final loss ";
    text += error_text(outcome(training)->loss);
  }
  if (checkpoint.model.spectrum) {
    text += concat(", ", fixed(100 * checkpoint.model.spectrum->explained(), 2),
                   " % of the variance explained");
  }
  return text + (checkpoint.is_resumable() ? "; can be resumed." : ".");
}

std::string dead_units_text(const Metrics& metrics) {
  return metrics.dead_units ? concat(*metrics.dead_units) : "–";
}

std::string training_command(const Checkpoint& checkpoint) {
  const ModelSpec& spec = checkpoint.model.spec;
  const TrainingState& training = checkpoint.training;
  std::string command = "hourglass train " + shell_word(spec.name);
  const Result<ModelSpec> preset = find_model(spec.name);
  const Recipe usual = preset ? preset->recipe : Recipe{};
  for_each_recipe_field([&](const auto& field) {
    const std::string value = setting_text(spec.recipe.*field.member);
    if (value != setting_text(usual.*field.member)) {
      command += concat(' ', field.option, ' ', value);
    }
  });
  if (training.validation_images > 0)
    command += concat(" --validation ", training.validation_images);
  return command + concat(" --seed ", training.seed, " --threads ", training.threads);
}

}  // namespace hourglass::cli
