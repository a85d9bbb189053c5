// Checkpoints on the disk, and how the commands speak of a model.
#pragma once

#include <filesystem>
#include <string>

#include "core/io/checkpoint.h"

namespace hourglass::cli {

Checkpoint load_model(const std::filesystem::path& path);

void save_model(const std::filesystem::path& path, const Model& model,
                const TrainingState& training, WeightPrecision precision);

// The widths from input to output: "784-128-32-128-784".
std::string widths_text(const Architecture& architecture);

// "808,494 parameters, a code of 30 numbers".
std::string size_text(const Model& model);

}  // namespace hourglass::cli
