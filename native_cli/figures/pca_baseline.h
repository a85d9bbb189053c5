// What an error is to be held against: outputs that need no network.
#pragma once

#include <optional>

#include "core/compute/thread_team.h"
#include "core/training/metrics.h"

namespace hourglass::cli {

// PCA with `components`, fitted to the images `seen` and measured as a model is; nothing where
// there can be no such PCA.
std::optional<Metrics> pca_metrics(const Dataset& seen, int components, const Dataset& dataset,
                                   const Noise& noise, std::uint64_t seed, ThreadTeam& team);

}  // namespace hourglass::cli
