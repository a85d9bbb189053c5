#include "native_cli/text/run_text.h"

#include "core/base/text.h"
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
  return concat("Recipe: loss ", to_string(recipe.loss), ", learning rate ",
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

}  // namespace hourglass::cli
