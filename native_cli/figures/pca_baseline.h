// PCA as a baseline that a model's errors are compared with.
#pragma once

#include <optional>

#include "core/compute/thread_team.h"
#include "core/training/metrics.h"

namespace hourglass::cli {

// The metrics on `dataset` of PCA with `components`, fitted to `fitting_images`; nullopt if
// these images or their pixels are too few for so many components.
std::optional<Metrics> pca_metrics(const Dataset& fitting_images, int components,
                                   const Dataset& dataset, const Noise& noise, std::uint64_t seed,
                                   ThreadTeam& team);

}  // namespace hourglass::cli
