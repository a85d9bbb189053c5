// hourglass train: from a preset, a recipe and a folder of images to a finished file.
#include <memory>

#include "core/base/text.h"
#include "core/compute/thread_team.h"
#include "core/models/presets.h"
#include "native_cli/arguments.h"
#include "native_cli/command.h"
#include "native_cli/failure.h"
#include "native_cli/files.h"
#include "native_cli/format.h"
#include "native_cli/model_file.h"
#include "native_cli/preset_table.h"
#include "native_cli/training_run.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::optional<std::string> preset{};
  DataArguments data{.split = Split::kTrain};
  std::optional<std::string> out{};
  std::optional<int> epochs{};
  std::optional<int> batch{};
  std::optional<double> learning_rate{};
  std::optional<Loss> loss{};
  std::optional<Noise> noise{};
  std::optional<double> l1{};
  std::optional<std::uint64_t> seed{};
  std::optional<int> threads{};
  std::optional<std::size_t> validation{};
  std::optional<std::string> log{};
  std::optional<std::string> resume{};
  std::optional<std::string> from{};
  bool float16 = false;
  bool keep_optimizer = false;
};

// What is about to be run.
struct Plan {
  Model model;
  TrainingState state;
  std::optional<std::size_t> images;  // at most so many, held-out ones among them
  fs::path out;
};

// A resumed run has its recipe, images and threads in its file; given again, they could only
// differ.
void refuse_beside_resume(const Options& options) {
  const auto refuse = [](bool given, std::string_view option) {
    if (given) {
      unusable(option,
               " cannot be combined with --resume: the run goes on as it was begun (only "
               "--epochs may extend it)");
    }
  };
  refuse(options.batch.has_value(), "--batch");
  refuse(options.learning_rate.has_value(), "--lr");
  refuse(options.loss.has_value(), "--loss");
  refuse(options.noise.has_value(), "--noise");
  refuse(options.l1.has_value(), "--l1");
  refuse(options.seed.has_value(), "--seed");
  refuse(options.threads.has_value(), "--threads");
  refuse(options.data.limit.has_value(), "--limit");
  refuse(options.validation.has_value(), "--validation");
  refuse(options.from.has_value(), "--from");
}

void refuse_recipe_for_pca(const Options& options, const std::string& name) {
  const auto refuse = [&name](bool given, std::string_view option) {
    if (given)
      unusable(name, " is fitted exactly, without a recipe: ", option, " means nothing here");
  };
  refuse(options.epochs.has_value(), "--epochs");
  refuse(options.batch.has_value(), "--batch");
  refuse(options.learning_rate.has_value(), "--lr");
  refuse(options.loss.has_value(), "--loss");
  refuse(options.noise.has_value(), "--noise");
  refuse(options.l1.has_value(), "--l1");
  refuse(options.log.has_value(), "--log");
  refuse(options.keep_optimizer, "--keep-optimizer");
}

void refuse_another_preset(const Options& options, const Model& model, const std::string& file) {
  if (!options.preset) return;
  const ModelSpec asked = value_of(find_model(*options.preset), ExitStatus::kUnusable);
  if (asked.name != model.spec.name) {
    unusable(file, ": expected a checkpoint of ", asked.name, ", found one of ", model.spec.name);
  }
}

void override_recipe(const Options& options, ModelSpec& spec) {
  Recipe& recipe = spec.recipe;
  recipe.epochs = options.epochs.value_or(recipe.epochs);
  recipe.batch = options.batch.value_or(recipe.batch);
  recipe.learning_rate = options.learning_rate.value_or(recipe.learning_rate);
  recipe.loss = options.loss.value_or(recipe.loss);
  recipe.noise = options.noise.value_or(recipe.noise);
  recipe.l1 = options.l1.value_or(recipe.l1);
  value_of(check_recipe(spec), ExitStatus::kUnusable);
}

Model fresh_model(const Options& options, std::uint64_t seed) {
  if (!options.preset) unusable("PRESET is required: see `hourglass models` for a list");
  const ModelSpec spec = value_of(find_model(*options.preset), ExitStatus::kUnusable);
  if (spec.fit == Fit::kNone) {
    unusable(spec.name, " is a picture of a network and takes no images: it cannot be trained");
  }
  Model model = value_of(Model::create(spec), ExitStatus::kUnusable);
  model.initialise(seed);
  return model;
}

Model model_to_tune(const Options& options) {
  if (!options.out) unusable("--from needs --out, so that neither file is replaced by accident");
  Model model = load_model(*options.from).model;
  refuse_another_preset(options, model, *options.from);
  if (model.spec.fit != Fit::kGradient) {
    unusable(*options.from, ": expected a model that is trained by gradients, found ",
             model.spec.name, ", which is fitted exactly");
  }
  return model;
}

Plan new_run(const Options& options) {
  const std::uint64_t seed = options.seed.value_or(1);
  Plan plan{.model = options.from ? model_to_tune(options) : fresh_model(options, seed),
            .state = {.seed = seed,
                      .validation_images = options.validation.value_or(0),
                      .threads = threads_or_all(options.threads)},
            .images = options.data.limit,
            .out = {}};
  ModelSpec& spec = plan.model.spec;
  if (spec.fit == Fit::kPca) refuse_recipe_for_pca(options, spec.name);
  override_recipe(options, spec);
  plan.out = options.out.value_or(spec.name + ".safetensors");
  return plan;
}

// Refuses a position that the history does not confirm: it would silently train more or less.
void check_position(const Model& model, const TrainingState& state, const std::string& file) {
  constexpr int kMostThreads = 256;
  if (state.images == 0 || state.threads < 1 || state.threads > kMostThreads) {
    trouble(file, ": expected a run of some images on 1 to ", kMostThreads, " threads, found ",
            state.images, " and ", state.threads);
  }
  const auto batch = static_cast<std::size_t>(model.spec.recipe.batch);
  const std::size_t steps_per_epoch = (state.images - 1) / batch + 1;
  const std::size_t epochs = static_cast<std::size_t>(state.step) / steps_per_epoch;
  if (state.history.size() != epochs) {
    trouble(file, ": expected a history of ", epochs, " epochs at step ", state.step, ", found ",
            state.history.size());
  }
  if (epochs > static_cast<std::size_t>(model.spec.recipe.epochs)) {
    unusable("--epochs: expected at least the ", epochs, " epochs that ", file,
             " has behind it, found ", model.spec.recipe.epochs);
  }
}

Plan resumed_run(const Options& options) {
  refuse_beside_resume(options);
  const std::string& file = *options.resume;
  Checkpoint checkpoint = load_model(file);
  refuse_another_preset(options, checkpoint.model, file);
  if (!checkpoint.is_resumable()) {
    trouble(
        file,
        ": expected a run to go on with, found weights only; --from starts a new run from them");
  }
  override_recipe(options, checkpoint.model.spec);
  check_position(checkpoint.model, checkpoint.training, file);
  const std::string out = file.ends_with(".resume") ? file.substr(0, file.rfind('.')) : file;
  const TrainingState& state = checkpoint.training;
  return {.model = std::move(checkpoint.model),
          .state = state,
          .images = state.images + state.validation_images,
          .out = options.out.value_or(out)};
}

TrainingData load_data(const Options& options, const Plan& plan) {
  const fs::path folder = data_folder(options.data.folder);
  Dataset images = load_split(folder, Split::kTrain, plan.images);
  const std::size_t held_out = plan.state.validation_images;
  const bool resumes = options.resume.has_value();
  if (resumes &&
      (plan.state.images > images.count() || held_out != images.count() - plan.state.images)) {
    trouble(*options.resume, ": expected its ", with_commas(plan.state.images), " training and ",
            with_commas(held_out), " validation images, found ", with_commas(images.count()),
            " in ", folder.string());
  }
  if (held_out >= images.count()) {
    unusable("--validation: expected fewer than the ", with_commas(images.count()),
             " images there are, found ", with_commas(held_out));
  }
  if (held_out == 0) return {.training = std::move(images), .validation = {}};
  const std::size_t kept = images.count() - held_out;
  return {.training = images.slice(0, kept), .validation = images.slice(kept, held_out)};
}

std::string resume_command(const Options& options, const fs::path& out) {
  const fs::path file = resume_path(out);
  std::string command = "hourglass train --resume " + shell_word(file.string());
  const DataArguments defaults;
  if (options.data.folder != defaults.folder)
    command += " --data " + shell_word(options.data.folder);
  if (options.log) command += " --log " + shell_word(*options.log);
  if (options.float16) command += " --float16";
  if (options.keep_optimizer) command += " --keep-optimizer";
  return command;
}

// An interrupted run is not lost because the same command was typed again.
void set_aside_older_run(const Options& options, const fs::path& out) {
  const fs::path path = resume_path(out);
  std::error_code ignored;
  if (options.resume || !fs::exists(path, ignored)) return;
  const fs::path aside = concat(path.string(), ".old");
  fs::rename(path, aside, ignored);
  if (ignored) trouble(path.string(), ": could not be renamed: ", ignored.message());
  print_line("An interrupted run was found: it is kept as ", aside.string(), ".");
}

void run(const Options& options) {
  Plan plan = options.resume ? resumed_run(options) : new_run(options);
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

void add_recipe_arguments(CLI::App& app, Options& options) {
  const std::string group = "Recipe (default: the preset's)";
  add_whole_number(app, "--epochs", options.epochs, 1, "passes over the training images")
      ->group(group);
  add_whole_number(app, "--batch", options.batch, 1, "images per step")->group(group);
  add_number(app, "--lr", options.learning_rate, "learning rate of Adam")->group(group);
  app.add_option_function<std::string>(
         "--loss",
         [&options](const std::string& text) {
           options.loss = value_of(parse_loss(text), ExitStatus::kUnusable);
         },
         "mse or bce (binary cross-entropy)")
      ->type_name("LOSS")
      ->group(group);
  add_noise(app, options.noise, "corrupts the input; the target stays clean")->group(group);
  add_number(app, "--l1", options.l1, "penalty on the code: X · sum of |code|, mean over the batch")
      ->group(group);
}

void add_run_arguments(CLI::App& app, Options& options) {
  app.add_option("PRESET", options.preset,
                 "a preset of the table below, or a form like 784-128-16");
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
      "\n", noise_help(),
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
      "  hourglass train denoising-256 --noise gaussian:0.5 --out denoiser.safetensors\n"
      "  hourglass train --resume deep-30.safetensors.resume\n"
      "  hourglass train --from deep-30.safetensors --data fashion-mnist --out "
      "fashion.safetensors\n");
}

}  // namespace

Command add_train(CLI::App& program) {
  CLI::App* app = program.add_subcommand("train", "Train a model, or fit PCA");
  const auto options = std::make_shared<Options>();
  add_run_arguments(*app, *options);
  add_recipe_arguments(*app, *options);
  app->footer(footer);
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
