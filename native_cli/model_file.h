// Checkpoints on the disk, and how the commands speak of a model.
#pragma once

#include <filesystem>
#include <string>

#include "core/io/checkpoint.h"

namespace hourglass::cli {

Checkpoint load_model(const std::filesystem::path& path);

void save_model(const std::filesystem::path& path, const Model& model,
                const TrainingState& training, WeightPrecision precision);

// Whether the model takes images of 28×28 pixels, as such or as 784 numbers.
bool takes_digits(const Model& model);

// "30" units, "4×7×7".
std::string shape_text(Shape shape);

// The shapes from input to output: "784-128-32-128-784".
std::string shapes_text(const Network& network);

// "808,494 parameters, a code of 30 numbers", where there are any with "and 980 pooling switches".
std::string size_text(const Model& model);

}  // namespace hourglass::cli
