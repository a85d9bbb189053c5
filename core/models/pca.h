// Exact principal component analysis (Pearson 1901; Hotelling 1933): the eigenvectors of the
// covariance matrix (divisor N − 1), in double precision in every build.
#pragma once

#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/model.h"

namespace hourglass {

// Fits a model whose spec.fit is kPca to the dataset, as the linear autoencoder
//   encode: h = V (x − m) = V x − V m,  decode: x = Vᵀ h + m
// with the mean m and the first K eigenvectors as the rows of V. A component's sign is set so that
// its entry of largest magnitude is positive. Returns an error if there are fewer than two images
// or their size does not fit the model.
Result<void> fit_pca(Model& model, const Dataset& dataset, ThreadTeam& team);

// Fits the preset pca-K, where K is `components`. Returns an error if there is no such preset,
// or if fit_pca returns one.
Result<Model> exact_pca(int components, const Dataset& dataset, ThreadTeam& team);

}  // namespace hourglass
