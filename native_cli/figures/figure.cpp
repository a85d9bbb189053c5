#include "native_cli/figures/figure.h"

#include "core/models/presets.h"
#include "native_cli/figures/draw_figures.h"

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
       "losses of a denoiser and of a standard autoencoder",
       {"denoising-10", "simple-32"},
       draw_denoiser_curves},
      {3,
       "model diagram: input, code as an image, reconstruction",
       {"simple-32"},
       draw_model_diagram},
      {4, "network graph with columns of units", {}, draw_network_graph},
      {5, "summary of a model, layer by layer", {}, draw_text_summary},
      {6,
       "one noisy digit and its denoised output",
       {"denoising-10", "denoising-256"},
       draw_one_denoised},
      {7, "PCA: original, reconstruction, difference", {"pca-30"}, draw_pca_strip},
      {8, "explained variance, by component and cumulative", {"pca-30"}, draw_explained_variance},
      {9, "digits at the percentiles of PCA's components", {"pca-30"}, draw_percentile_gallery},
      {10, "layer tables: layer, output shape, parameters", {}, draw_layer_tables},
      {11, "training and validation curves of every model", {}, draw_all_curves, trained_presets()},
      {12,
       "PCA and an autoencoder; 64, 128 and 256 units",
       {"pca-30", "deep-30", "under-64", "under-128", "under-256"},
       draw_pca_against_autoencoder},
      {13,
       "out-of-distribution inputs: Fashion-MNIST and noise",
       {"deep-30"},
       draw_out_of_distribution},
      {14,
       "standard and sparse: curves, strips, filters, units",
       {"under-256", "sparse-1024"},
       draw_sparse,
       {"sparse-1024-0", "sparse-1024-1e-6", "sparse-1024-1e-3"}},
      {15, "denoising at σ = 0.3 to 0.9", {"denoising-256", "hidden-256"}, draw_denoising_series},
      {16, "layer diagrams of the convolutional models", {}, draw_layer_diagrams},
      {17,
       "three decoders compared, and their convergence",
       {"conv-transpose", "conv-nearest", "conv-unpool"},
       draw_three_decoders},
      {18, "random walks and interpolation", {"manifold-8"}, draw_walks},
      {.number = 19,
       .title = "error against the size of the code, mean and spread",
       .required_models = {},
       .draw = draw_errors_by_code_size,
       .takes_error_table = true},
  };
  return kAll;
}

}  // namespace hourglass::cli
