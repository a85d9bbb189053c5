// Loads and saves checkpoint files.
#pragma once

#include <filesystem>

#include "core/io/checkpoint.h"

namespace hourglass::cli {

Checkpoint load_model(const std::filesystem::path& path);

void save_model(const std::filesystem::path& path, const Model& model,
                const TrainingState& training, WeightPrecision precision);

// The shape of the images that the model rebuilds. 784 plain numbers are a digit. Fails, with
// `advice`, if the model's numbers form no picture.
Shape picture_shape(const Model& model, std::string_view advice = "");

// Fails if the model does not take images like those of a data set, which came from `folder`.
void require_images_fit(const Model& model, const Dataset& images,
                        const std::filesystem::path& folder);

}  // namespace hourglass::cli
