// What `train --resume-or-start` does with files that the same command left when it ran before.
#pragma once

#include "native_cli/training/training_plan.h"

namespace hourglass::cli {

// Returns whether the run has finished: its output exists. If its resume file exists, changes the
// options so that they resume it. Fails if either file belongs to a run with other settings.
bool is_finished_or_resumed(TrainOptions& options);

}  // namespace hourglass::cli
