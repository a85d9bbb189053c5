// The command that repeats a training run.
#pragma once

#include <string>

#include "core/io/checkpoint.h"

namespace hourglass::cli {

// The `hourglass train` command that repeats the run. `data` has the options that choose its
// images: " --data DIR --limit N", or "".
std::string training_command(const Checkpoint& checkpoint, const std::string& data);

}  // namespace hourglass::cli
