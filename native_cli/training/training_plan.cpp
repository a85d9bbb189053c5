#include "native_cli/training/training_plan.h"

#include "core/models/find_model.h"
#include "native_cli/files/model_file.h"
#include "native_cli/ranks/agreement.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/training/fit_run.h"

namespace hourglass::cli {
namespace {

// The threads of all ranks. Without --threads, every rank has one, and a single process has one per
// core.
int threads_of_all_ranks(const std::optional<int>& threads) {
  const int ranks = rank_count();
  if (ranks == 1) return threads_or_all(threads);
  const int all = threads.value_or(1) * ranks;
  if (all > kMaxThreads) {
    throw_usage_error("--threads: expected at most ", kMaxThreads, " threads on all ranks, found ",
                      all);
  }
  return all;
}

// A resumed run takes its recipe, images and threads from its file. The command line may repeat
// them, as when --resume is appended to the old command, but not change them, with one
// exception: --epochs may extend the run, unless the learning rate depends on the number of epochs.
void check_same_run(const TrainOptions& options, Checkpoint& checkpoint) {
  const auto require_same = [](std::string_view option, const auto& asked, const auto& of_run) {
    if (!asked || *asked == of_run) return;
    throw_usage_error(option, ": expected ", setting_text(of_run),
                      " as in the run that --resume continues, found ", setting_text(*asked));
  };
  const Recipe& recipe = checkpoint.model.spec.recipe;
  for_each_choice(options.recipe, [&](const auto& field, const auto& asked) {
    const std::string_view option = field.option;
    if (option == "--epochs" && !has_varying_rate(recipe)) return;
    require_same(option, asked, recipe.*field.member);
  });
  const TrainingState& state = checkpoint.training;
  require_same("--seed", options.seed, state.seed);
  if (options.threads) {
    require_same("--threads", std::optional(threads_of_all_ranks(options.threads)), state.threads);
  }
  require_same("--limit", options.data.limit, state.images + state.validation_images);
  require_same("--validation", options.validation, state.validation_images);
  if (options.from) {
    throw_usage_error("--from starts a new run and cannot be combined with --resume");
  }
}

// Recipe options do no harm to an exact fit, but the user should know that they have no effect.
void note_unused_recipe(const TrainOptions& options, const std::string& name) {
  const auto note = [&name](std::string_view option, bool given) {
    if (given) print_line(name, " is fitted exactly, without a recipe: ", option, " has no effect");
  };
  for_each_choice(options.recipe, [&note](const auto& field, const auto& asked) {
    note(field.option, asked.has_value());
  });
  note("--log", options.log.has_value());
  note("--first-losses", options.first_losses.has_value());
  note("--keep-optimizer", options.keep_optimizer);
}

// Early stopping needs held-out images, whose loss decides which weights are best. Adam's final
// moments do not belong to those weights, so they cannot be kept.
void check_early_stopping(const TrainOptions& options, const TrainingPlan& plan) {
  if (plan.model.spec.recipe.early_stopping == 0) return;
  if (plan.state.validation_images == 0) {
    throw_usage_error(
        "--early-stopping requires --validation N, which holds out N images to measure the loss "
        "on");
  }
  if (options.keep_optimizer) {
    throw_usage_error(
        "--early-stopping cannot be combined with --keep-optimizer: early stopping keeps the "
        "weights of the best epoch, but the optimiser's moments belong to the last one");
  }
}

ModelSpec find_asked_model(const TrainOptions& options, Shape image) {
  return value_of(find_model(*options.preset, image, options.code_size), ExitStatus::kUsageError);
}

void check_same_preset(const TrainOptions& options, const Model& model, const std::string& file) {
  const int code_size = model.network.code_size();
  if (options.code_size && *options.code_size != code_size) {
    throw_usage_error("--code-size: expected ", code_size, " as in ", file, ", found ",
                      *options.code_size);
  }
  if (!options.preset) return;
  const ModelSpec asked = find_asked_model(options, model.spec.architecture.input);
  if (asked.name != model.spec.name) {
    throw_usage_error(file, ": expected a checkpoint of ", asked.name, ", found one of ",
                      model.spec.name);
  }
}

// A new model for images of this shape.
Model new_model(const TrainOptions& options, Shape image, std::uint64_t seed) {
  if (!options.preset) throw_usage_error("PRESET is required: see `hourglass models` for a list");
  const ModelSpec spec = find_asked_model(options, image);
  if (spec.fit == Fit::kNone) {
    throw_usage_error(spec.name, " is an illustration only and cannot be trained");
  }
  Model model = value_of(Model::create(spec), ExitStatus::kUsageError);
  model.initialise(seed);
  return model;
}

Model model_to_tune(const TrainOptions& options) {
  if (!options.out) {
    throw_usage_error("--from requires --out, so that no file is replaced by accident");
  }
  Model model = load_model(*options.from).model;
  check_same_preset(options, model, *options.from);
  if (model.spec.fit != Fit::kGradient) {
    throw_usage_error(*options.from, ": expected a model trained by gradient descent, found ",
                      model.spec.name, ", which is fitted exactly");
  }
  return model;
}

// Records the options of this command line; a resumed run keeps its other options.
void record_options(const TrainOptions& options, const std::filesystem::path& out, RunRecord& run) {
  std::error_code ignored;
  run.out = out.filename().string();
  if (options.log) run.log = std::filesystem::absolute(*options.log, ignored).string();
  run.float16 = run.float16 || options.float16;
  run.keep_optimizer = run.keep_optimizer || options.keep_optimizer;
}

// The moments that take the place of images; nothing if there are none.
std::optional<ImageMoments> moments_of(const TrainOptions& options) {
  if (options.moments.empty()) return std::nullopt;
  if (!options.preset) {
    throw_usage_error(
        "PRESET: expected before --moments, as in `hourglass train pca-30 --moments *.moments`, or "
        "after -- at the end, found none: the words after --moments are its files");
  }
  if (options.data.folder || options.data.limit || options.validation) {
    throw_usage_error(
        "--moments replaces the training images and cannot be combined with --data, --limit or "
        "--validation");
  }
  return sum_of_moments(options.moments);
}

void check_fitted_to_moments(const ModelSpec& spec) {
  if (spec.fit == Fit::kPca) return;
  throw_usage_error("--moments: expected PCA, which is fitted to moments, such as pca-30, found ",
                    spec.name);
}

TrainingPlan new_run(const TrainOptions& options) {
  const std::uint64_t seed = options.seed.value_or(1);
  std::optional<ImageMoments> moments = moments_of(options);
  std::filesystem::path folder = moments ? "" : data_folder(options.data.folder);
  const Shape image = moments ? moments->shape : image_shape(folder, Split::kTrain);
  TrainingPlan plan{
      .model = options.from ? model_to_tune(options) : new_model(options, image, seed),
      .state = {.seed = seed,
                .validation_images = options.validation.value_or(0),
                .threads = threads_of_all_ranks(options.threads)},
      .images = options.data.limit,
      .out = {},
      .folder = std::move(folder),
      .moments = std::move(moments)};
  ModelSpec& spec = plan.model.spec;
  if (plan.moments) check_fitted_to_moments(spec);
  override_recipe(options.recipe, spec);
  if (spec.fit == Fit::kPca) {
    note_unused_recipe(options, spec.name);
    spec.recipe = {};
  }
  plan.out = options.out.value_or(spec.name + ".safetensors");
  record_options(options, plan.out, plan.state.run.emplace());
  return plan;
}

// Fails if the step count contradicts the history: the run would silently train too much or too
// little.
void check_position(const Model& model, const TrainingState& state, const std::string& file) {
  if (state.images == 0 || state.threads < 1 || state.threads > kMaxThreads) {
    throw_failure(file, ": expected at least 1 image and 1 to ", kMaxThreads, " threads, found ",
                  state.images, " and ", state.threads);
  }
  if (state.threads % rank_count() != 0) {
    throw_failure(file, ": expected a number of ranks that divides the run's ", state.threads,
                  " threads, found ", rank_count());
  }
  const auto batch = static_cast<std::size_t>(model.spec.recipe.batch);
  const std::size_t steps_per_epoch = (state.images - 1) / batch + 1;
  const std::size_t epochs = static_cast<std::size_t>(state.step) / steps_per_epoch;
  if (state.history.size() != epochs) {
    throw_failure(file, ": expected a history of ", epochs, " epochs at step ", state.step,
                  ", found ", state.history.size());
  }
  if (epochs > static_cast<std::size_t>(model.spec.recipe.epochs)) {
    throw_usage_error("--epochs: expected at least the ", epochs, " epochs already trained in ",
                      file, ", found ", model.spec.recipe.epochs);
  }
}

// The folder of a resumed run's images: that of --data, or else the one that the run used, or else
// MNIST's.
std::filesystem::path folder_to_resume(const TrainOptions& options, const TrainingState& state) {
  const std::string former = state.run ? state.run->data : "";
  const bool keeps_former =
      !options.data.folder && !former.empty() && has_split(former, Split::kTrain);
  return keeps_former ? std::filesystem::path(former) : data_folder(options.data.folder);
}

// The default output of a resumed run: the file that an interrupted run was to write, next to its
// resume file, or the file of a finished run that is extended.
std::filesystem::path default_output(const std::filesystem::path& file,
                                     const std::optional<RunRecord>& run) {
  if (run && !run->out.empty()) {
    return file.parent_path() / std::filesystem::path(run->out).filename();
  }
  return file.extension() == ".resume" ? std::filesystem::path(file).replace_extension() : file;
}

TrainingPlan resumed_run(const TrainOptions& options) {
  const std::string& file = *options.resume;
  Checkpoint checkpoint = load_model(file);
  check_same_preset(options, checkpoint.model, file);
  if (!options.moments.empty()) check_fitted_to_moments(checkpoint.model.spec);
  if (!checkpoint.is_resumable()) {
    throw_failure(
        file,
        ": expected a run to resume, found weights only; start a new run from them with --from");
  }
  check_same_run(options, checkpoint);
  override_recipe(options.recipe, checkpoint.model.spec);
  check_position(checkpoint.model, checkpoint.training, file);
  const TrainingState& state = checkpoint.training;
  const std::size_t images = state.images + state.validation_images;
  std::filesystem::path out = options.out.value_or(default_output(file, state.run).string());
  std::filesystem::path folder = folder_to_resume(options, state);
  TrainingPlan plan{.model = std::move(checkpoint.model),
                    .state = std::move(checkpoint.training),
                    .images = images,
                    .out = std::move(out),
                    .folder = std::move(folder)};
  if (!plan.state.run) plan.state.run.emplace();
  // If a finished run is extended into another file, only this command line decides its form.
  const bool was_finished = plan.run().out.empty();
  if (was_finished && options.out) plan.run().float16 = plan.run().keep_optimizer = false;
  record_options(options, plan.out, plan.run());
  return plan;
}

}  // namespace

TrainingPlan make_plan(const TrainOptions& options) {
  TrainingPlan plan = options.resume ? resumed_run(options) : new_run(options);
  check_early_stopping(options, plan);
  return plan;
}

TrainingData load_data(const TrainOptions& options, TrainingPlan& plan) {
  const std::filesystem::path& folder = plan.folder;
  Dataset images = load_split(folder, Split::kTrain, plan.images);
  require_images_fit(plan.model, images, folder);
  const std::size_t held_out = plan.state.validation_images;
  const bool resumes = options.resume.has_value();
  if (resumes &&
      (plan.state.images > images.count() || held_out != images.count() - plan.state.images)) {
    throw_failure(*options.resume, ": expected its ", with_commas(plan.state.images),
                  " training and ", with_commas(held_out), " validation images, found ",
                  with_commas(images.count()), " in ", folder.string());
  }
  RunRecord& run = plan.run();
  const std::uint32_t found = checksum(images);
  if (resumes && run.pixels_crc32 != 0 && run.pixels_crc32 != found) {
    throw_failure(*options.resume, ": expected the images that the run started with",
                  run.data.empty() ? "" : concat(", those of ", run.data), ", found others in ",
                  folder.string(), "; pass the right folder with --data");
  }
  std::error_code ignored;
  run.data = std::filesystem::absolute(folder, ignored).lexically_normal().string();
  run.pixels_crc32 = found;
  if (held_out >= images.count()) {
    throw_usage_error("--validation: expected fewer than ", with_commas(images.count()),
                      ", the number of training images, found ", with_commas(held_out));
  }
  if (held_out == 0) return {.training = std::move(images), .validation = {}};
  const std::size_t kept = images.count() - held_out;
  return {.training = images.slice(0, kept), .validation = images.slice(kept, held_out)};
}

}  // namespace hourglass::cli
