// One training run from its first step or its last saved one to the finished file. While it runs, a
// checkpoint that continues it exactly stands beside the output.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/io/checkpoint.h"

namespace hourglass::cli {

struct TrainingData {
  Dataset training;
  Dataset validation;  // held out; may be empty
};

struct RunSettings {
  std::filesystem::path out;
  std::optional<std::filesystem::path> log{};  // a table of losses, as CSV
  std::string resume_command;                  // what a person types to go on
};

// Trains the model by its recipe from `state`: a new run where it has no moments, else the one it
// is from. Writes settings.out at the end, as state.run says. Interrupted, it fails with what to
// type to go on. A save that fails on the way is told and tried again. Where the loss or Adam's
// moments are no longer finite, it writes the best epoch's weights if the recipe stops early, and
// else fails and leaves what was there.
void run_training(Model& model, TrainingState state, const TrainingData& data,
                  const RunSettings& settings);

// Fits a PCA to data.training and writes settings.out.
void run_fit(Model& model, const TrainingState& state, const TrainingData& data,
             const RunSettings& settings);

}  // namespace hourglass::cli
