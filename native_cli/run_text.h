// A run in words: its recipe, how far it came, and what to type to repeat it.
#pragma once

#include <string>

#include "core/io/checkpoint.h"

namespace hourglass::cli {

// "Recipe: loss mse, Adam with learning rate 0.001, …", or how else the weights come to be.
std::string recipe_text(const Model& model);

// "Seed 1, 60,000 images, 18,750 steps, …" of a trained model.
std::string training_text(const Checkpoint& checkpoint);

// The `hourglass train` command that repeats the run on the same images.
std::string training_command(const Checkpoint& checkpoint);

}  // namespace hourglass::cli
