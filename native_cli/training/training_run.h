// One training run, from its first or last saved step to the finished file. Meanwhile, a resume
// file next to the output allows it to be continued exactly.
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
  std::optional<std::filesystem::path> log{};  // see run_log.h
  std::string resume_command;                  // shell command that resumes the run
  std::string data_option{};                   // " --data DIR" for the commands to try, or ""
  std::int64_t printed_losses = 0;             // how many steps print their loss
};

// Trains the model with its recipe, starting from `state`: a new run if the state has no moments,
// otherwise a resumed one. Writes settings.out at the end, in the form that state.run requests. If
// interrupted, it fails with the command that resumes the run. If a save fails, it warns and tries
// again later. If the loss or the optimiser's moments are no longer finite, it writes the best
// epoch's weights if the recipe has early stopping; otherwise it fails and keeps the previous file.
void run_training(Model& model, TrainingState state, const TrainingData& data,
                  const RunSettings& settings);

// The recipe's loss on held-out images, with the same noise as in training but without the penalty;
// nothing if there are none.
std::optional<double> validation_loss(const Model& model, const Dataset& images, std::uint64_t seed,
                                      ThreadTeam& team);

// Prints the size of the finished file and what can be done with it.
void report_file(const Model& model, const RunSettings& settings);

// Warns if the system started fewer threads than the run asks for; fails if there are several
// ranks, which must have equally many.
void warn_of_smaller_team(const ThreadTeam& team, int asked);

}  // namespace hourglass::cli
