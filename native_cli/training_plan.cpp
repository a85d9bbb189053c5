#include "native_cli/training_plan.h"

#include "core/models/presets.h"
#include "native_cli/failure.h"
#include "native_cli/format.h"
#include "native_cli/model_file.h"

namespace hourglass::cli {
namespace {

// A resumed run has its recipe, images and threads in its file; given again, they could only
// differ.
void refuse_beside_resume(const TrainOptions& options) {
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

void refuse_recipe_for_pca(const TrainOptions& options, const std::string& name) {
  const auto refuse = [&name](bool given, std::string_view option) {
    if (given) {
      unusable(name, " is fitted exactly, without a recipe: ", option, " means nothing here");
    }
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

void refuse_another_preset(const TrainOptions& options, const Model& model,
                           const std::string& file) {
  if (!options.preset) return;
  const ModelSpec asked = value_of(find_model(*options.preset), ExitStatus::kUnusable);
  if (asked.name != model.spec.name) {
    unusable(file, ": expected a checkpoint of ", asked.name, ", found one of ", model.spec.name);
  }
}

void override_recipe(const TrainOptions& options, ModelSpec& spec) {
  Recipe& recipe = spec.recipe;
  recipe.epochs = options.epochs.value_or(recipe.epochs);
  recipe.batch = options.batch.value_or(recipe.batch);
  recipe.learning_rate = options.learning_rate.value_or(recipe.learning_rate);
  recipe.loss = options.loss.value_or(recipe.loss);
  recipe.noise = options.noise.value_or(recipe.noise);
  recipe.l1 = options.l1.value_or(recipe.l1);
  value_of(check_recipe(spec), ExitStatus::kUnusable);
}

Model fresh_model(const TrainOptions& options, std::uint64_t seed) {
  if (!options.preset) unusable("PRESET is required: see `hourglass models` for a list");
  const ModelSpec spec = value_of(find_model(*options.preset), ExitStatus::kUnusable);
  if (spec.fit == Fit::kNone) {
    unusable(spec.name, " is a picture of a network and takes no images: it cannot be trained");
  }
  Model model = value_of(Model::create(spec), ExitStatus::kUnusable);
  model.initialise(seed);
  return model;
}

Model model_to_tune(const TrainOptions& options) {
  if (!options.out) unusable("--from needs --out, so that neither file is replaced by accident");
  Model model = load_model(*options.from).model;
  refuse_another_preset(options, model, *options.from);
  if (model.spec.fit != Fit::kGradient) {
    unusable(*options.from, ": expected a model that is trained by gradients, found ",
             model.spec.name, ", which is fitted exactly");
  }
  return model;
}

TrainingPlan new_run(const TrainOptions& options) {
  const std::uint64_t seed = options.seed.value_or(1);
  TrainingPlan plan{.model = options.from ? model_to_tune(options) : fresh_model(options, seed),
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

TrainingPlan resumed_run(const TrainOptions& options) {
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

}  // namespace

TrainingPlan make_plan(const TrainOptions& options) {
  return options.resume ? resumed_run(options) : new_run(options);
}

TrainingData load_data(const TrainOptions& options, const TrainingPlan& plan) {
  const std::filesystem::path folder = data_folder(options.data.folder);
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

}  // namespace hourglass::cli
