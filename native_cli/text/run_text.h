// Describes a run as text: its recipe and its progress.
#pragma once

#include <string>

#include "core/io/checkpoint.h"
#include "core/training/metrics.h"

namespace hourglass::cli {

// "Recipe: loss mse, learning rate 0.001, …". A model without a recipe is described instead: how
// PCA is fitted, or that the model is only an illustration.
std::string recipe_text(const Model& model);

// "Seed 1, 60,000 images, 18,750 steps, …" of a trained model.
std::string training_text(const Checkpoint& checkpoint);

// The number of dead code units, or "–" if it is unknown.
std::string dead_units_text(const Metrics& metrics);

}  // namespace hourglass::cli
