// From what was asked of `hourglass train` to the run that it means: a new one, one that goes on
// from a file, or one that begins with a file's weights. Nothing is written and nothing trained
// here.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "native_cli/options/arguments.h"
#include "native_cli/options/recipe_arguments.h"
#include "native_cli/training/training_run.h"

namespace hourglass::cli {

struct TrainOptions {
  std::optional<std::string> preset{};
  DataArguments data{.split = Split::kTrain};
  std::optional<std::string> out{};
  RecipeArguments recipe{};
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
struct TrainingPlan {
  Model model;
  TrainingState state;
  std::optional<std::size_t> images;  // at most so many, held-out ones among them
  std::filesystem::path out;

  RunRecord& run() { return *state.run; }
};

// The state has a record of the run, whose data is not known yet where the run is new. Returns an
// error if arguments contradict each other or the file they name, or if the model cannot be
// trained.
TrainingPlan make_plan(const TrainOptions& options);

// The folder of the plan's images: the one asked for, else that of the run to go on with, else
// MNIST's.
std::filesystem::path folder_of_data(const TrainOptions& options, const TrainingPlan& plan);

// The plan's images from the folder, the last of them held out; the plan's record of the run then
// says which they are. Fails if they are fewer than the plan needs, or others than those of the run
// that it goes on with.
TrainingData load_data(const TrainOptions& options, const std::filesystem::path& folder,
                       TrainingPlan& plan);

}  // namespace hourglass::cli
