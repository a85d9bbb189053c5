// Compares reconstructions with their targets.
#pragma once

#include <span>
#include <vector>

#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/model.h"

namespace hourglass {

// The comparison of one or several reconstructions with their targets.
struct Comparison {
  std::vector<Scalar> difference;  // rebuilt − target, pixel by pixel
  double mean_squared_error = 0;   // mean over pixels
};

// Returns an error if there are no pixels or the lengths differ.
Result<Comparison> compare(std::span<const Scalar> rebuilt, std::span<const Scalar> target);

// What a model computes from one image, and how the result compares with the target.
struct Look {
  std::vector<Scalar> code;
  std::vector<Scalar> rebuilt;
  Comparison comparison;
};

// Passes one image, such as a noisy one, through the model and compares its reconstruction with
// `target`. Returns an error if either is not one image of the model's size.
Result<Look> look(const Model& model, std::span<const Scalar> image,
                  std::span<const Scalar> target);

// The mean squared error between each image and its reconstruction. Returns an error if
// check_images does.
Result<std::vector<double>> image_errors(const Model& model, const Dataset& dataset,
                                         ThreadTeam& team);

}  // namespace hourglass
