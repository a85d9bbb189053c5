// Turns the options of `hourglass train` into a run: a new one, one resumed from a file, or one
// that fine-tunes the weights of a file. Nothing is written or trained here.
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

  RunRecord& run() { return *state.run; }
};

// Makes the plan. Its state has a record of the run, which load_data() completes. Fails if
// arguments contradict each other or the file they name, or if the model cannot be trained.
TrainingPlan make_plan(const TrainOptions& options);

// The folder of the plan's images: that of --data, or else that of the resumed run, or else
// MNIST's.
std::filesystem::path choose_data_folder(const TrainOptions& options, const TrainingPlan& plan);

// Loads the plan's images, holds out the last of them and adds their folder and checksum to the
// plan's record of the run. Fails if there are fewer images than the plan needs, or if they are not
// those of the resumed run.
TrainingData load_data(const TrainOptions& options, const std::filesystem::path& folder,
                       TrainingPlan& plan);

}  // namespace hourglass::cli
