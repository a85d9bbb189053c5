#include "native_cli/options/recipe_arguments.h"

#include "native_cli/options/arguments.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

constexpr const char* kGroup = "Recipe (default: the preset's)";

// Adds an option whose value is one of a few names.
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
  add_whole_number(app, "--batch", target.batch, 1, "batch size, in images")->group(kGroup);
  add_choice(app, "--loss", target.loss, parse_loss, "mse or bce (binary cross-entropy)", "LOSS");
  add_noise(app, target.noise, "corrupt the input; the target stays clean")->group(kGroup);
  add_number(app, "--l1", target.l1, "sparsity penalty: X · sum of |code|, mean over the batch")
      ->group(kGroup);
  add_number(app, "--weight-decay", target.weight_decay,
             "AdamW: each step shrinks every weight, but no bias, by lr · X of its value")
      ->group(kGroup);
}

void add_course_arguments(CLI::App& app, RecipeArguments& target) {
  add_whole_number(app, "--epochs", target.epochs, 1, "passes over the training images")
      ->group(kGroup);
  add_number(app, "--lr", target.learning_rate, "peak learning rate of Adam")->group(kGroup);
  add_choice(app, "--schedule", target.schedule, parse_schedule,
             "learning rate after the warmup: constant, or cosine decay to 0", "SCHEDULE");
  add_number(app, "--warmup", target.warmup,
             "fraction of the run over which the learning rate ramps up, such as 0.05")
      ->group(kGroup);
  add_whole_number(app, "--early-stopping", target.early_stopping, 0,
                   "stop after N epochs without a better validation loss; keep the best weights")
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
