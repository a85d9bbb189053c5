// What the components of a fitted PCA explain and rebuild.
#pragma once

#include "core/models/model.h"

namespace hourglass {

// The share of the data's total variance along each component, largest first; all 0 where the data
// does not vary. Refused: a model that is not a fitted PCA.
Result<std::vector<double>> explained_variance(const Model& model);

// Images rebuilt from their first `components` code units alone, the others set to 0. Refused: a
// model that is not a PCA, more components than it has, what encode refuses.
Result<std::vector<Scalar>> reconstruct_first(const Model& model, std::span<const Scalar> images,
                                              int components);

}  // namespace hourglass
