// The command that repeats a training run.
#pragma once

#include <string>

#include "core/io/checkpoint.h"

namespace hourglass::cli {

// The `hourglass train` command that repeats the run on the same images.
std::string training_command(const Checkpoint& checkpoint);

}  // namespace hourglass::cli
