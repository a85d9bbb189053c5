// What the components of a fitted PCA explain and reconstruct.
#pragma once

#include "core/models/model.h"

namespace hourglass {

// The share of the data's total variance along each component, largest first; all 0 if the data do
// not vary. Returns an error if the model is not a fitted PCA.
Result<std::vector<double>> explained_variance(const Model& model);

// Reconstructs images from their first `components` code units, with the others set to 0. Returns
// an error if the model is not a PCA or has fewer components, or if encode does.
Result<std::vector<Scalar>> reconstruct_first(const Model& model, std::span<const Scalar> images,
                                              int components);

}  // namespace hourglass
