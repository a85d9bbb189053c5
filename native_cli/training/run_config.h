// The settings of a run as a TOML file that --config reads.
#pragma once

#include <string>

#include "native_cli/training/training_plan.h"

namespace hourglass::cli {

// Every setting that decides the bytes that the run writes, including the preset's own recipe and
// the number of threads.
std::string run_config(const TrainOptions& options, const TrainingPlan& plan);

}  // namespace hourglass::cli
