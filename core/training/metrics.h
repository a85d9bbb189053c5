// How well a model rebuilds images, in the field's measures.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/model.h"

namespace hourglass {

struct Metrics {
  std::size_t images = 0;
  double mse = 0;                      // mean over pixels and images of (rebuilt − clean)²
  double squared_error_per_image = 0;  // Σ over pixels, mean over images: 784 · mse
  double psnr = 0;                     // 10 log₁₀(1 / mse), in dB
  double bce = 0;                      // mean over pixels and images, in nats
  double bce_above_floor = 0;  // less the entropy of the grey pixels, which a perfect copy reaches
  // 1 − Σ squared error / Σ ‖image − mean image‖²; NaN if all images are equal.
  double explained_variance = 0;
  // The share of pixels whose output, rounded to a whole number, is the target: what frameworks
  // call accuracy. Grey targets can never count; see exact_pixel_ceiling.
  double exact_pixel_accuracy = 0;
  // Units of the code that give one value for every image; none if all images are equal.
  std::optional<int> dead_units{};
};

// One rebuilt image, or several, beside what it should be.
struct Comparison {
  std::vector<Scalar> difference;  // rebuilt − target, pixel by pixel
  double mean_squared_error = 0;   // mean over pixels
};

// Refused: nothing to compare, or another number of pixels on either side.
Result<Comparison> compare(std::span<const Scalar> rebuilt, std::span<const Scalar> target);

// Rebuilds every image of the dataset from its noisy version and compares with the clean one. Noise
// is drawn by the seed and the image's number, so equal calls give equal metrics. Cross-entropy
// comes from the logits where the output is a sigmoid; otherwise from the output clipped to [1e-7,
// 1 − 1e-7]. Refused: no images, images of another size.
Result<Metrics> evaluate(const Model& model, const Dataset& dataset, const Noise& noise,
                         std::uint64_t seed, ThreadTeam& team);

// The least BCE that any output could reach on these images, in nats.
double bce_floor(const Dataset& dataset);

// The most exact_pixel_accuracy that any output could reach: the share of black and white pixels.
double exact_pixel_ceiling(const Dataset& dataset);

// The errors of printing the mean of these images for each of them.
struct MeanImageErrors {
  double mse = 0;
  double bce = 0;
};
MeanImageErrors mean_image_errors(const Dataset& dataset);

}  // namespace hourglass
