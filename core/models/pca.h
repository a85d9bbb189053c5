// Principal component analysis (Pearson 1901; Hotelling 1933), exact: the eigenvectors of the
// covariance matrix (divisor N − 1), in double precision whatever the build.
#pragma once

#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/model.h"

namespace hourglass {

// Fits a model whose spec.fit is kPca to the dataset, as the linear autoencoder
//   encode: h = V (x − m) = V x − V m,  decode: x = Vᵀ h + m
// with the mean m and the first K eigenvectors as the rows of V. A component's sign is set so that
// its entry of largest magnitude is positive. Refused: fewer than two images, images of another
// size.
Result<void> fit_pca(Model& model, const Dataset& dataset, ThreadTeam& team);

// The preset of so many components, fitted. Refused: a number of components that there is no preset
// of, and what fit_pca refuses.
Result<Model> exact_pca(int components, const Dataset& dataset, ThreadTeam& team);

}  // namespace hourglass
