// hourglass find-learning-rate: how high the learning rate of a model may be, before a long run.
#include <memory>

#include "core/base/text.h"
#include "core/models/presets.h"
#include "core/training/range_test.h"
#include "native_cli/commands/command.h"
#include "native_cli/files/output.h"
#include "native_cli/options/arguments.h"
#include "native_cli/options/recipe_arguments.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/text/table.h"

namespace hourglass::cli {
namespace {

constexpr std::size_t kRows = 16;  // of the table on the screen

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

RangeTest measure(const FindLearningRateOptions& options) {
  Model model = value_of(Model::create(value_of(find_model(options.preset), ExitStatus::kUnusable)),
                         ExitStatus::kUnusable);
  override_recipe(options.recipe, model.spec);
  const std::uint64_t seed = options.seed.value_or(1);
  model.initialise(seed);
  const RangeTestOptions defaults;
  const RangeTestOptions range{.first = options.first.value_or(defaults.first),
                               .last = options.last.value_or(defaults.last),
                               .steps = options.steps.value_or(defaults.steps)};
  const Dataset images = options.data.load();
  ThreadTeam team(threads_or_all(options.threads));
  return value_of(test_learning_rates(std::move(model), images, team, seed, range),
                  ExitStatus::kUnusable);
}

// Some rows from the first to the last, the lowest among them.
std::string table_text(const RangeTest& test) {
  using enum Align;
  Table table({kRight, kRight, kLeft});
  table.add_row({"learning rate", "loss, smoothed"});
  const std::size_t stride = (test.points.size() + kRows - 1) / kRows;
  for (std::size_t index = 0; index < test.points.size(); ++index) {
    const bool is_lowest = index == test.lowest;
    if (index % stride != 0 && index + 1 != test.points.size() && !is_lowest) continue;
    const RangeTestPoint& point = test.points[index];
    table.add_row(
        {rounded(point.learning_rate), error_text(point.smoothed), is_lowest ? "← lowest" : ""});
  }
  return table.text("  ");
}

Bytes curve_csv(const RangeTest& test) {
  std::string text = "step,learning_rate,loss,smoothed_loss\n";
  std::size_t step = 0;
  for (const RangeTestPoint& point : test.points) {
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
  const RangeTest test = measure(options);
  if (options.out) output.write(curve_csv(test));
  output.print_line(options.preset, ": ", test.points.size(),
                    " steps, each at a higher learning rate\n");
  output.print_line(table_text(test));
  if (test.diverged) {
    output.print_line("Ended where the loss grew beyond bounds, above ",
                      rounded(test.points.back().learning_rate), ".");
  }
  if (!test.suggestion) {
    output.print_line("No rate made the loss fall: try more --steps, or a wider range.");
    return;
  }
  output.print_line("Suggestion: --lr ", rounded(*test.suggestion),
                    ", a tenth of the rate at which the loss was lowest.");
}

}  // namespace

Command add_find_learning_rate(CLI::App& program) {
  CLI::App* app = program.add_subcommand("find-learning-rate",
                                         "Look for the learning rate of a model, in seconds");
  const auto options = std::make_shared<FindLearningRateOptions>();
  app->add_option("PRESET", options->preset, "a preset, or a form like 784-128-16")
      ->type_name("")
      ->required();
  add_data(*app, options->data);
  add_number(*app, "--from-lr", options->first, "the first learning rate (default: 1e-06)");
  add_number(*app, "--to-lr", options->last, "the last learning rate (default: 1)");
  add_whole_number(*app, "--steps", options->steps, 2, "batches to try (default: 200)");
  add_whole_number(*app, "--seed", options->seed, 0, "draws weights, order and noise (default: 1)");
  add_threads(*app, options->threads);
  app->add_option("--out", options->out, "write every step's rate and loss as CSV")
      ->type_name("FILE");
  add_step_arguments(*app, options->recipe);
  app->footer(
      "A fresh model is trained for a few batches while the learning rate grows from one to the "
      "next\n"
      "(the range test of Smith, 2017), and is then thrown away. Too low a rate leaves the loss "
      "where it\n"
      "is, a good one makes it fall, too high a one drives it up again. A tenth of the rate at the "
      "lowest\n"
      "point is a safe height; with `train --warmup 0.05 --schedule cosine` twice that is often "
      "better.\n"
      "\nExamples:\n"
      "  hourglass find-learning-rate deep-30\n"
      "  hourglass find-learning-rate deep-30-2006 --batch 256 --out curve.csv");
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
