#include "native_cli/baselines.h"

#include <cmath>
#include <vector>

#include "core/models/pca.h"
#include "core/models/presets.h"
#include "native_cli/failure.h"

namespace hourglass::cli {

MeanImageErrors mean_image_errors(const Dataset& dataset) {
  const auto pixels = static_cast<std::size_t>(dataset.pixels_per_image);
  std::vector<double> mean(pixels);
  std::vector<double> mean_square(pixels);
  const double weight = 1 / static_cast<double>(dataset.count());
  for (std::size_t index = 0; index < dataset.pixels.size(); ++index) {
    const double value = dataset.pixels[index] / 255.0;
    mean[index % pixels] += weight * value;
    mean_square[index % pixels] += weight * value * value;
  }
  // Against its mean m, a pixel's squared error is its variance and its cross-entropy the entropy
  // of m.
  MeanImageErrors errors;
  for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
    const double m = mean[pixel];
    errors.mse += (mean_square[pixel] - m * m) / static_cast<double>(pixels);
    if (m <= 0 || m >= 1) continue;
    errors.bce -= (m * std::log(m) + (1 - m) * std::log1p(-m)) / static_cast<double>(pixels);
  }
  return errors;
}

std::optional<Metrics> pca_metrics(const Dataset& seen, int components, const Dataset& dataset,
                                   const Noise& noise, std::uint64_t seed, ThreadTeam& team) {
  if (components > kImagePixels || seen.count() < 2) return std::nullopt;
  Model pca = value_of(Model::create(value_of(find_model(concat("pca-", components)))));
  value_of(fit_pca(pca, seen, team));
  return value_of(evaluate(pca, dataset, noise, seed, team));
}

}  // namespace hourglass::cli
