// hourglass find-learning-rate: suggests a peak learning rate from a short range test.
#include <memory>

#include "core/base/text.h"
#include "core/models/find_model.h"
#include "core/training/learning_rate_finder.h"
#include "native_cli/commands/command.h"
#include "native_cli/files/output_target.h"
#include "native_cli/options/arguments.h"
#include "native_cli/options/recipe_arguments.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/text/table.h"

namespace hourglass::cli {
namespace {

constexpr std::size_t kTableRows = 16;  // without the last point and the lowest

struct FindLearningRateOptions {
  std::string preset;
  DataArguments data{.split = Split::kTrain};
  RecipeArguments recipe{};
  std::optional<double> first{};
  std::optional<double> last{};
  std::optional<int> steps{};
  std::optional<std::uint64_t> seed{};
  std::optional<int> threads{};
  std::optional<std::string> out{};
};

LearningRateSearch measure(const FindLearningRateOptions& options) {
  const Dataset images = options.data.load();
  Model model = value_of(
      Model::create(value_of(find_model(options.preset, images.shape), ExitStatus::kUsageError)),
      ExitStatus::kUsageError);
  override_recipe(options.recipe, model.spec);
  const std::uint64_t seed = options.seed.value_or(1);
  model.initialise(seed);
  const LearningRateRange defaults;
  const LearningRateRange range{.first = options.first.value_or(defaults.first),
                                .last = options.last.value_or(defaults.last),
                                .steps = options.steps.value_or(defaults.steps)};
  ThreadTeam team(threads_or_all(options.threads));
  return value_of(search_learning_rates(std::move(model), images, team, seed, range),
                  ExitStatus::kUsageError);
}

// A table of evenly spaced points. It always has the last point and the one with the lowest loss.
std::string table_text(const LearningRateSearch& search) {
  using enum Align;
  Table table({kRight, kRight, kLeft});
  table.add_row({"learning rate", "smoothed loss"});
  const std::size_t stride = (search.points.size() + kTableRows - 1) / kTableRows;
  for (std::size_t index = 0; index < search.points.size(); ++index) {
    const bool is_lowest = index == search.lowest_index;
    if (index % stride != 0 && index + 1 != search.points.size() && !is_lowest) continue;
    const LearningRatePoint& point = search.points[index];
    table.add_row(
        {rounded(point.learning_rate), error_text(point.smoothed), is_lowest ? "← lowest" : ""});
  }
  return table.text("  ");
}

Bytes curve_csv(const LearningRateSearch& search) {
  std::string text = "step,learning_rate,loss,smoothed_loss\n";
  std::size_t step = 0;
  for (const LearningRatePoint& point : search.points) {
    text += concat(++step, ',', shortest(point.learning_rate), ',', shortest(point.loss), ',',
                   shortest(point.smoothed), '\n');
  }
  return {text.begin(), text.end()};
}

void run(const FindLearningRateOptions& options) {
  Output output;
  if (options.out) {
    output = Output(*options.out, {".csv"},
                    split_files(data_folder(options.data.folder), options.data.split));
  }
  const LearningRateSearch search = measure(options);
  if (options.out) output.write(curve_csv(search));
  output.print_line(options.preset, ": ", search.points.size(),
                    " steps, each at a higher learning rate\n");
  output.print_line(table_text(search));
  if (search.diverged) {
    output.print_line("Stopped early: the loss diverged above a learning rate of ",
                      rounded(search.points.back().learning_rate), ".");
  }
  if (!search.suggestion) {
    output.print_line(
        "No learning rate lowered the loss: try more --steps, or a wider range with --from-lr and "
        "--to-lr.");
    return;
  }
  output.print_line("Suggestion: --lr ", rounded(*search.suggestion),
                    ", a tenth of the learning rate with the lowest loss.");
}

}  // namespace

Command add_find_learning_rate(CLI::App& program) {
  CLI::App* app =
      program.add_subcommand("find-learning-rate", "Suggest a learning rate from a short test run");
  const auto options = std::make_shared<FindLearningRateOptions>();
  app->add_option("PRESET", options->preset, "a preset, or layer widths such as 784-128-16")
      ->type_name("")
      ->required();
  add_data(*app, options->data);
  add_number(*app, "--from-lr", options->first, "lowest learning rate to try (default: 1e-06)");
  add_number(*app, "--to-lr", options->last, "highest learning rate to try (default: 1)");
  add_whole_number(*app, "--steps", options->steps, 2, "training steps to take (default: 200)");
  add_whole_number(*app, "--seed", options->seed, 0,
                   "random seed for weights, shuffling and noise (default: 1)");
  add_threads(*app, options->threads);
  app->add_option("--out", options->out, "write the learning rate and loss of every step as CSV")
      ->type_name("FILE");
  add_step_arguments(*app, options->recipe);
  app->footer(
      "Runs a learning-rate range test (Smith, 2017): trains a new model for a few steps, each\n"
      "at a higher learning rate than the last, and then discards the model. While the rate is\n"
      "too low, the loss stays flat; then it falls; when the rate is too high, it rises again.\n"
      "A tenth of the rate with the lowest loss is a safe choice for --lr. Together with\n"
      "`train --warmup 0.05 --schedule cosine`, twice that often works better.\n"
      "\nExamples:\n"
      "  hourglass find-learning-rate deep-30\n"
      "  hourglass find-learning-rate deep-30-2006 --batch 256 --out curve.csv");
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
