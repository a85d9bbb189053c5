// Turns the options of `hourglass train` into a run: a new one, one resumed from a file, or one
// that fine-tunes the weights of a file. Nothing is written or trained here.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/models/image_moments.h"
#include "native_cli/options/arguments.h"
#include "native_cli/options/recipe_arguments.h"
#include "native_cli/training/training_run.h"

namespace hourglass::cli {

struct TrainOptions {
  std::optional<std::string> preset{};
  std::optional<int> code_size{};
  DataArguments data{.split = Split::kTrain};
  std::optional<std::string> out{};
  RecipeArguments recipe{};
  std::optional<std::uint64_t> seed{};
  std::optional<int> threads{};
  std::optional<std::size_t> validation{};
  std::optional<std::string> log{};
  std::optional<std::string> resume{};
  bool resume_or_start = false;
  std::optional<std::string> from{};
  std::vector<std::string> moments{};
  bool float16 = false;
  bool keep_optimizer = false;
  std::optional<std::string> page_link{};  // the page's address
  std::optional<std::int64_t> first_losses{};
  bool print_config = false;
};

// A run that is about to start.
struct TrainingPlan {
  Model model;
  TrainingState state;
  std::optional<std::size_t> images;  // at most this many, including held-out ones
  std::filesystem::path out;
  std::filesystem::path folder;           // of the images
  std::optional<ImageMoments> moments{};  // in place of images

  RunRecord& run() { return *state.run; }
};

// Makes the plan. A new model has the size of the images. The state has a record of the run, which
// load_data() completes. Fails if arguments contradict each other or the file they name, if the
// model cannot be trained, or if there is no folder of images for a new model.
TrainingPlan make_plan(const TrainOptions& options);

// Loads the plan's images, holds out the last of them and adds their folder and checksum to the
// plan's record of the run. Fails if there are fewer images than the plan needs, if they are not
// those of the resumed run, or if their shape is not the model's.
TrainingData load_data(const TrainOptions& options, TrainingPlan& plan);

}  // namespace hourglass::cli
