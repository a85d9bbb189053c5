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
  WeightPrecision precision = WeightPrecision::kFloat32;
  bool keep_optimizer = false;
  std::string resume_command;  // what a person types to go on
};

// out with ".resume" behind it.
std::filesystem::path resume_path(const std::filesystem::path& out);

// Trains the model by its recipe from `state`: a new run where it has no moments, else the one it
// is from. Writes settings.out at the end. Interrupted, it fails with what to type to go on.
void run_training(Model& model, TrainingState state, const TrainingData& data,
                  const RunSettings& settings);

// Fits a PCA to data.training and writes settings.out.
void run_fit(Model& model, const TrainingState& state, const TrainingData& data,
             const RunSettings& settings);

}  // namespace hourglass::cli
