#include "native_cli/figures/pca_baseline.h"

#include "core/models/pca.h"
#include "core/models/presets.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {

std::optional<Metrics> pca_metrics(const Dataset& fitting_images, int components,
                                   const Dataset& dataset, const Noise& noise, std::uint64_t seed,
                                   ThreadTeam& team) {
  // After subtracting the mean, n images span at most n − 1 dimensions.
  if (components > kImagePixels || std::cmp_less_equal(fitting_images.count(), components)) {
    return std::nullopt;
  }
  Model pca = value_of(Model::create(value_of(find_model(concat("pca-", components)))));
  value_of(fit_pca(pca, fitting_images, team));
  return value_of(evaluate(pca, dataset, {.noise = noise, .seed = seed}, team));
}

}  // namespace hourglass::cli
