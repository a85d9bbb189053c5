// Loads and saves checkpoint files.
#pragma once

#include <filesystem>

#include "core/io/checkpoint.h"

namespace hourglass::cli {

Checkpoint load_model(const std::filesystem::path& path);

void save_model(const std::filesystem::path& path, const Model& model,
                const TrainingState& training, WeightPrecision precision);

// Whether the model's input is a 28×28 image, with that shape or as 784 numbers.
bool takes_digits(const Model& model);

}  // namespace hourglass::cli
