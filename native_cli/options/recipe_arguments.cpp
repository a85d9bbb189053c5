#include "native_cli/options/recipe_arguments.h"

#include "native_cli/options/arguments.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

constexpr const char* kGroup = "Recipe (default: the preset's)";

// An option whose value is one of a few names.
template <class Choice>
void add_choice(CLI::App& app, const std::string& name, std::optional<Choice>& target,
                Result<Choice> (*parse)(std::string_view), const std::string& help,
                const std::string& type_name) {
  app.add_option_function<std::string>(
         name,
         [&target, parse](const std::string& text) {
           target = value_of(parse(text), ExitStatus::kUnusable);
         },
         help)
      ->type_name(type_name)
      ->group(kGroup);
}

}  // namespace

void add_step_arguments(CLI::App& app, RecipeArguments& target) {
  add_whole_number(app, "--batch", target.batch, 1, "images per step")->group(kGroup);
  add_choice(app, "--loss", target.loss, parse_loss, "mse or bce (binary cross-entropy)", "LOSS");
  add_noise(app, target.noise, "corrupts the input; the target stays clean")->group(kGroup);
  add_number(app, "--l1", target.l1, "penalty on the code: X · sum of |code|, mean over the batch")
      ->group(kGroup);
  add_number(app, "--weight-decay", target.weight_decay,
             "each step takes lr · X of every weight (AdamW); biases stay")
      ->group(kGroup);
}

void add_course_arguments(CLI::App& app, RecipeArguments& target) {
  add_whole_number(app, "--epochs", target.epochs, 1, "passes over the training images")
      ->group(kGroup);
  add_number(app, "--lr", target.learning_rate, "learning rate of Adam, at its height")
      ->group(kGroup);
  add_choice(app, "--schedule", target.schedule, parse_schedule,
             "the learning rate after its rise: constant, or cosine down to 0", "SCHEDULE");
  add_number(app, "--warmup", target.warmup, "share of the run in which it rises, as in 0.05")
      ->group(kGroup);
  add_whole_number(app, "--early-stopping", target.early_stopping, 0,
                   "end after N epochs without a better validation loss; keep the best weights")
      ->group(kGroup);
}

void override_recipe(const RecipeArguments& asked, ModelSpec& spec) {
  for_each_choice(asked, spec.recipe,
                  [](std::string_view /*option*/, const auto& wanted, auto& field) {
                    field = wanted.value_or(field);
                  });
  value_of(check_recipe(spec), ExitStatus::kUnusable);
}

}  // namespace hourglass::cli
