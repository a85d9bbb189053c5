// hourglass train: from a preset, a recipe and a folder of images to a finished file.
#include <memory>

#include "native_cli/command.h"
#include "native_cli/failure.h"
#include "native_cli/files.h"
#include "native_cli/format.h"
#include "native_cli/model_file.h"
#include "native_cli/preset_table.h"
#include "native_cli/training_plan.h"
#include "native_cli/training_run.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

std::string resume_command(const TrainOptions& options, const fs::path& out) {
  const fs::path file = resume_path(out);
  std::string command = "hourglass train --resume " + shell_word(file.string());
  if (options.data.folder) command += " --data " + shell_word(*options.data.folder);
  if (options.log) command += " --log " + shell_word(*options.log);
  if (options.float16) command += " --float16";
  if (options.keep_optimizer) command += " --keep-optimizer";
  return command;
}

// An interrupted run is not lost because the same command was typed again.
void set_aside_older_run(const TrainOptions& options, const fs::path& out) {
  const fs::path path = resume_path(out);
  std::error_code ignored;
  if (options.resume || !fs::exists(path, ignored)) return;
  const fs::path aside = concat(path.string(), ".old");
  fs::rename(path, aside, ignored);
  if (ignored) trouble(path.string(), ": could not be renamed: ", ignored.message());
  print_line("An interrupted run was found: it is kept as ", aside.string(), ".");
}

void run(const TrainOptions& options) {
  TrainingPlan plan = make_plan(options);
  const RunSettings settings{
      .out = plan.out,
      .log = options.log ? std::optional<fs::path>(*options.log) : std::nullopt,
      .precision = options.float16 ? WeightPrecision::kFloat16 : WeightPrecision::kFloat32,
      .keep_optimizer = options.keep_optimizer,
      .resume_command = resume_command(options, plan.out)};
  check_writable(settings.out);
  if (settings.log) check_writable(*settings.log);
  const TrainingData data = load_data(options, plan);
  const ModelSpec& spec = plan.model.spec;
  print_line(spec.name, ": ", size_text(plan.model), "; ", with_commas(data.training.count()),
             " training images",
             data.validation.count() > 0
                 ? concat(", ", with_commas(data.validation.count()), " held out")
                 : "",
             ", seed ", plan.state.seed, ", ", plan.state.threads,
             plan.state.threads == 1 ? " thread" : " threads");
  std::fflush(stdout);
  if (spec.fit == Fit::kPca) return run_fit(plan.model, plan.state, data, settings);
  set_aside_older_run(options, plan.out);
  run_training(plan.model, std::move(plan.state), data, settings);
}

void add_run_arguments(CLI::App& app, TrainOptions& options) {
  app.add_option("PRESET", options.preset, "a preset of the table below, or a form like 784-128-16")
      ->type_name("");
  add_data(app, options.data);
  app.add_option("--out", options.out, "the file to write (default: PRESET.safetensors)")
      ->type_name("FILE");
  add_whole_number(app, "--seed", options.seed, 0, "draws weights, order and noise (default: 1)");
  add_threads(app, options.threads);
  add_whole_number(app, "--validation", options.validation, 0,
                   "hold out the last N images to watch the loss on (default: 0)");
  app.add_option("--log", options.log, "write the losses as CSV, after every epoch")
      ->type_name("FILE");
  app.add_option("--resume", options.resume,
                 "go on with an interrupted run (PRESET may be left out)")
      ->type_name("FILE");
  app.add_option("--from", options.from,
                 "fine-tune: begin with the weights of this file (PRESET may be left out)")
      ->type_name("FILE");
  app.add_flag("--float16", options.float16, "write the weights in half the size");
  app.add_flag("--keep-optimizer", options.keep_optimizer,
               "write Adam's moments too: --resume can then extend the run");
}

std::string footer() {
  return concat(
      noise_help(),
      "\nThe learning rate: --warmup 0.05 lets it rise over the first 5 % of the run, which saves "
      "deep\n"
      "networks from a bad start; --schedule cosine then takes it down to 0, which settles the "
      "last "
      "of\n"
      "the loss. `hourglass find-learning-rate` looks for its height. --early-stopping 5 needs\n"
      "--validation N, ends when the loss on those images has not fallen for 5 epochs, and writes "
      "the\n"
      "weights of the best one.\n"
      "\nFiles: the output is safetensors, readable in Python as the state_dict of the same\n"
      "nn.Sequential. While training runs, OUT.resume stands beside it, replaced after every epoch "
      "and\n"
      "every 30 seconds and removed at the end. Ctrl-C finishes the step, saves and says how to go "
      "on;\n"
      "the resumed run ends in the same bytes as one never interrupted. Equal seeds and threads "
      "give\n"
      "equal files.\n\nPresets and their recipes:\n",
      preset_table("  "),
      "  linear-K, pca-K: any K from 1 to 784.\n"
      "\nExamples:\n"
      "  hourglass train deep-30\n"
      "  hourglass train dense-128-32 --epochs 5 --seed 7 --validation 10000 --log losses.csv\n"
      "  hourglass train hidden-64 --schedule cosine --warmup 0.05 --validation 10000 "
      "--early-stopping 3\n"
      "  hourglass train denoising-256 --noise gaussian:0.5 --out denoiser.safetensors\n"
      "  hourglass train --resume deep-30.safetensors.resume\n"
      "  hourglass train --from deep-30.safetensors --data fashion-mnist --out "
      "fashion.safetensors");
}

}  // namespace

Command add_train(CLI::App& program) {
  CLI::App* app = program.add_subcommand("train", "Train a model, or fit PCA");
  const auto options = std::make_shared<TrainOptions>();
  add_run_arguments(*app, *options);
  add_course_arguments(*app, options->recipe);
  add_step_arguments(*app, options->recipe);
  app->footer(footer);
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
