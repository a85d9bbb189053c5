// Exact principal component analysis (Pearson 1901; Hotelling 1933): the eigenvectors of the
// covariance matrix (divisor N − 1), in double precision in every build.
#pragma once

#include <optional>

#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/image_moments.h"
#include "core/models/model.h"

namespace hourglass {

// Fits a model whose spec.fit is kPca to the dataset, as the linear autoencoder
//   encode: h = V (x − m) = V x − V m,  decode: x = Vᵀ h + m
// with the mean m and the first K eigenvectors as the rows of V. A component's sign is set so that
// its entry of largest magnitude is positive. Returns an error if there are fewer than two images
// or check_images does.
Result<void> fit_pca(Model& model, const Dataset& dataset, ThreadTeam& team);

// The same for the images that these moments were computed from, with the same result bit for bit.
Result<void> fit_pca(Model& model, const ImageMoments& moments);

// Fits pca-K to images of any shape, where K is `components`. Returns an error unless K is from 1
// to the number of pixels, or if fit_pca does.
Result<Model> exact_pca(int components, const Dataset& dataset, ThreadTeam& team);

// What an exact fit shows of its images: by these numbers it is told apart from fits to others.
struct ImageStatistics {
  Eigen::VectorXd mean;       // of each number of an image, 0…1
  double total_variance = 0;  // of all numbers of an image (divisor N − 1)
};

// Of these images, or of those that a PCA was fitted to; nothing for a model that is not a fitted
// PCA, and for fewer than two images.
std::optional<ImageStatistics> statistics_of(const Dataset& dataset);
std::optional<ImageStatistics> statistics_of(const ImageMoments& moments);
std::optional<ImageStatistics> statistics_of(const Model& model);

// Whether both are of the same images, apart from rounding. The biases of a model, which hold its
// mean, may be float16.
bool are_of_same_images(const ImageStatistics& one, const ImageStatistics& other);

}  // namespace hourglass
