#include "core/models/presets.h"
#include "native_cli/figures/families.h"
#include "native_cli/figures/figure.h"

namespace hourglass::cli {
namespace {

std::vector<std::string> trained_presets() {
  std::vector<std::string> names;
  for (const ModelSpec& spec : presets()) {
    if (spec.fit == Fit::kGradient) names.push_back(spec.name);
  }
  return names;
}

}  // namespace

const std::vector<Figure>& figures() {
  static const std::vector<Figure> kAll{
      {1, "noisy digits at each noise level", {}, draw_noise_levels},
      {2,
       "losses of the denoiser and of the autoencoder",
       {"denoising-10", "simple-32"},
       draw_denoiser_curves},
      {6, "one noisy digit, denoised", {"denoising-10", "denoising-256"}, draw_one_denoised},
      {7, "PCA: original, reconstruction, difference", {"pca-30"}, draw_pca_strip},
      {8, "explained variance, by component and cumulative", {"pca-30"}, draw_explained_variance},
      {11, "training and validation curves of every model", trained_presets(), draw_all_curves},
      {12,
       "PCA against autoencoder; 64, 128, 256 units",
       {"pca-30", "deep-30", "under-64", "under-128", "under-256"},
       draw_pca_against_autoencoder},
      {15, "denoising at σ = 0.3 to 0.9", {"denoising-256", "hidden-256"}, draw_denoising_series},
  };
  return kAll;
}

}  // namespace hourglass::cli
