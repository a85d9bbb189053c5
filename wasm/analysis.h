// The analyses that a panel of the page requests from its session. They look at the model alone, at
// the model on reference images (which are not those it is tuned on), and at the model next to the
// exact PCA of the tuning images. Results on whole sets are cached until the model or the set
// changes.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/analysis/code_map.h"
#include "core/analysis/units.h"
#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/model.h"

namespace hourglass {

struct ErrorRank {
  double mean_squared_error = 0;  // of one image against its own reconstruction
  double percentile = 0;          // of that error among those of the reference images
};

class Analysis {
 public:
  // Keeps references to the session's model, tuning images, held-out drawings and team.
  Analysis(const std::optional<Model>& model, const Dataset& tuning_images,
           const Dataset& held_out_drawings, ThreadTeam& team)
      : model_(model),
        tuning_images_(tuning_images),
        held_out_drawings_(held_out_drawings),
        team_(team) {}

  // The session calls these when its model or its tuning images have changed.
  void model_changed() {
    reference_cache_ = {};
    digits_ = drawings_ = {};
  }
  void tuning_images_changed() {
    basis_of_pca_.reset();
    drawings_ = {};
  }

  // Loads the reference images from uncompressed IDX bytes; returns their number.
  Result<std::size_t> load_reference(const SharedBytes& idx);
  Result<std::vector<Scalar>> reference_image(std::size_t index) const;

  // Analyses of the model alone: see core/analysis/units.h, components.h and walk.h.
  Result<ImageStack> filters() const;
  Result<ImageStack> atoms() const;
  Result<ImageStack> unpooled_code(std::span<const Scalar> image) const;
  Result<std::vector<double>> explained_variance() const;
  Result<std::vector<Scalar>> reconstruct_first(std::span<const Scalar> images,
                                                int components) const;
  Result<std::vector<Scalar>> interpolate_codes(std::span<const Scalar> a,
                                                std::span<const Scalar> b, int count) const;
  Result<std::vector<Scalar>> walk_codes(std::span<const Scalar> image, double deviation, int count,
                                         std::uint64_t seed) const;

  // Paths and noise in pixel space, without a model.
  static Result<std::vector<Scalar>> blend_pixels(std::span<const Scalar> a,
                                                  std::span<const Scalar> b, int count);
  static Result<std::vector<Scalar>> walk_pixels(std::span<const Scalar> image, double deviation,
                                                 int count, std::uint64_t seed);
  static Result<std::vector<Scalar>> uniform_noise(int count, std::uint64_t seed);

  // Analyses of the model on the reference images: see core/analysis/units.h and percentiles.h.
  Result<UnitStatistics> unit_statistics();
  Result<std::vector<Scalar>> code_percentiles();
  Result<std::vector<Scalar>> percentiles_of_code(std::span<const Scalar> code);
  Result<std::vector<std::uint32_t>> percentile_gallery(int unit,
                                                        std::span<const Scalar> percentiles);
  Result<ErrorRank> error_percentile(std::span<const Scalar> image);

  // The mean squared errors of the first 500 reference images and, if there are any, of the
  // held-out drawings, all without noise. Each call measures up to `count` more images, so that the
  // caller can do other work in between; the result is empty until all are measured with the
  // current model.
  Result<std::vector<double>> held_out_errors(std::size_t count);

  // The map of the reference images' codes, the code at a point of the map, and the point of a
  // code: see core/analysis/code_map.h.
  Result<CodeMap> code_map();
  Result<std::vector<Scalar>> code_at(Scalar x, Scalar y);
  Result<std::vector<Scalar>> place_on_map(std::span<const Scalar> code);

  // The principal angles, in degrees and ascending, between the subspace of the model's linear
  // decoder and that of the exact PCA of the tuning images with as many components.
  Result<std::vector<double>> principal_angles();

 private:
  // Cached results on the reference images.
  struct Cache {
    std::optional<std::vector<Scalar>> codes;
    std::optional<std::vector<double>> errors;
    std::optional<CodeMap> map;
  };

  // The progress of a measurement over one set.
  struct Measured {
    std::size_t images = 0;
    double sum = 0;  // of their errors
  };

  Result<void> check_ready() const;
  Result<std::span<const Scalar>> codes();
  Result<const CodeMap*> map();

  const std::optional<Model>& model_;
  const Dataset& tuning_images_;
  const Dataset& held_out_drawings_;
  ThreadTeam& team_;
  Dataset reference_;
  Cache reference_cache_;
  Measured digits_;                              // reference images in held_out_errors
  Measured drawings_;                            // held-out drawings in held_out_errors
  std::optional<Eigen::MatrixXd> basis_of_pca_;  // of the tuning images
};

}  // namespace hourglass
