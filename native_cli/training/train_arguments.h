// The options and arguments of `hourglass train`.
#pragma once

#include <CLI/App.hpp>

#include "native_cli/training/training_plan.h"

namespace hourglass::cli {

void add_train_arguments(CLI::App& app, TrainOptions& options);

}  // namespace hourglass::cli
