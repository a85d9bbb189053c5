#include "native_cli/figures/pca_baseline.h"

#include "core/models/pca.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {

std::optional<Metrics> pca_metrics(const Dataset& fitting_images, int components,
                                   const Dataset& dataset, const Noise& noise, std::uint64_t seed,
                                   ThreadTeam& team) {
  // After subtracting the mean, n images span at most n − 1 dimensions.
  if (components > fitting_images.shape.size() ||
      std::cmp_less_equal(fitting_images.count(), components)) {
    return std::nullopt;
  }
  const Model pca = value_of(exact_pca(components, fitting_images, team));
  return value_of(evaluate(pca, dataset, {.noise = noise, .seed = seed}, team));
}

}  // namespace hourglass::cli
