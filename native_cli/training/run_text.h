// A run in words: its recipe, how far it came, and what to type to repeat it.
#pragma once

#include <string>

#include "core/io/checkpoint.h"
#include "core/training/metrics.h"

namespace hourglass::cli {

// "Recipe: loss mse, Adam with learning rate 0.001, …", or how else the weights come to be.
std::string recipe_text(const Model& model);

// "Seed 1, 60,000 images, 18,750 steps, …" of a trained model.
std::string training_text(const Checkpoint& checkpoint);

// How many units of the code are dead, or "–" where that cannot be told.
std::string dead_units_text(const Metrics& metrics);

// The `hourglass train` command that repeats the run on the same images.
std::string training_command(const Checkpoint& checkpoint);

}  // namespace hourglass::cli
