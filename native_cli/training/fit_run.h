// Fits PCA, from images or from the moments of their parts, and writes the finished file.
#pragma once

#include "core/models/image_moments.h"
#include "native_cli/training/training_run.h"

namespace hourglass::cli {

// Fits a PCA to data.training and writes settings.out.
void run_fit(Model& model, const TrainingState& state, const TrainingData& data,
             const RunSettings& settings);

// Fits a PCA to the images that these moments were computed from, and writes the same file.
void run_fit(Model& model, const TrainingState& state, const ImageMoments& moments,
             const RunSettings& settings);

// The sum of the moments in these files. Fails if one cannot be read, is of images of another
// shape, or is of the same images as another.
ImageMoments sum_of_moments(const std::vector<std::string>& files);

}  // namespace hourglass::cli
