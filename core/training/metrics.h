// Standard measures of how well a model reconstructs images.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/models/pass.h"

namespace hourglass {

struct Metrics {
  std::size_t images = 0;
  double mse = 0;                      // mean over pixels and images of (rebuilt − clean)²
  double squared_error_per_image = 0;  // Σ over pixels, mean over images: 784 · mse
  double psnr = 0;                     // 10 log₁₀(1 / mse), in dB
  double bce = 0;                      // mean over pixels and images, in nats
  double bce_above_floor = 0;          // bce − bce_floor: 0 for a perfect copy
  double loss = 0;                     // what the recipe minimises, without any penalty
  // 1 − Σ squared error / Σ ‖image − mean image‖²; NaN if all images are equal.
  double explained_variance = 0;
  // The share of pixels whose rounded output equals the target: what frameworks call accuracy. Grey
  // targets can never count; see exact_pixel_ceiling.
  double exact_pixel_accuracy = 0;
  // Code units with the same value for every image; not set if all images are equal.
  std::optional<int> dead_units{};
};

// Reconstructs every image of the dataset from its noisy version and compares it with the clean
// one. Equal calls give equal metrics on any number of threads. Cross-entropy is computed from the
// logits if the output is a sigmoid, otherwise from the output clipped to [1e-7, 1 − 1e-7]. Returns
// an error if for_each_chunk does.
Result<Metrics> evaluate(const Model& model, const Dataset& dataset, const Corruption& corruption,
                         ThreadTeam& team);

// The explained variance on the first 256 training images, with the noise of training. Not set if
// it is not a number.
std::optional<double> explained_in_training(const Model& model, const Dataset& training_images,
                                            std::uint64_t seed, ThreadTeam& team);

// The lowest BCE that any output could reach on these images, in nats: the mean entropy of their
// pixels, which is 0 for black and white ones.
double bce_floor(const Dataset& dataset);

// The highest exact_pixel_accuracy of any output: the share of black and white pixels.
double exact_pixel_ceiling(const Dataset& dataset);

// The errors of predicting the mean of these images for every one of them.
struct MeanImageErrors {
  double mse = 0;
  double bce = 0;
};
MeanImageErrors mean_image_errors(const Dataset& dataset);

}  // namespace hourglass
