// From what was asked of `hourglass train` to the run that it means: a new one, one that goes on
// from a file, or one that begins with a file's weights. Nothing is written and nothing trained
// here.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "native_cli/arguments.h"
#include "native_cli/recipe_arguments.h"
#include "native_cli/training_run.h"

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
};

// Refused: arguments that contradict each other or the file they name, and a model that cannot be
// trained.
TrainingPlan make_plan(const TrainOptions& options);

// The plan's images, the last of them held out. Refused: fewer than the plan needs.
TrainingData load_data(const TrainOptions& options, const TrainingPlan& plan);

}  // namespace hourglass::cli
