// Answers questions about a model that need more than the model: reference images on which it is
// not trained, held-out drawings, or the PCA of the training images. Results on whole sets are
// cached until the weights or the set change.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/analysis/code_map.h"
#include "core/analysis/units.h"
#include "core/base/shared_bytes.h"
#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/model.h"

namespace hourglass {

// A model that changes over time. Whoever changes its weights raises the version.
struct VersionedModel {
  std::optional<Model> model{};
  std::uint64_t version = 0;

  // Returns an error if there is no model yet.
  Result<const Model*> get() const;
};

struct ErrorRank {
  double mean_squared_error = 0;  // of one image against its own reconstruction
  double percentile = 0;          // of that error among those of the reference images
};

class Analysis {
 public:
  // Keeps references to all of them.
  Analysis(const VersionedModel& model, const Dataset& training_images,
           const Dataset& held_out_drawings, ThreadTeam& team)
      : model_(model),
        training_images_(training_images),
        held_out_drawings_(held_out_drawings),
        team_(team) {}

  // Loads the reference images from uncompressed IDX bytes; returns their number.
  Result<std::size_t> load_reference(const SharedBytes& idx);
  Result<std::vector<Scalar>> reference_image(std::size_t index) const;

  // The codes of the reference images, and their map.
  Result<const Codes*> codes();
  Result<const CodeMap*> map();

  Result<ErrorRank> error_percentile(std::span<const Scalar> image);

  // The reference images nearest to an image, by their pixels: see nearest_codes.
  Result<Neighbours> nearest_images(std::span<const Scalar> image, int count);

  // The mean squared errors of the first 500 reference images and, if there are any, of the
  // held-out drawings, all without noise. Each call measures up to `count` more images, so that the
  // caller can do other work in between; the result is empty until all are measured with the
  // current weights.
  Result<std::vector<double>> held_out_errors(std::size_t count);

  // The principal angles, in degrees and ascending, between the subspace of the model's linear
  // decoder and that of the exact PCA of the training images with as many components.
  Result<std::vector<double>> principal_angles();

 private:
  // The progress of a measurement over one set.
  struct Measured {
    Dataset set{};
    std::size_t images = 0;
    double sum = 0;  // of their errors
  };

  // Results computed with one version of the weights.
  struct Cache {
    std::uint64_t version = 0;
    std::optional<Codes> codes{};
    std::optional<std::vector<double>> errors{};
    std::optional<CodeMap> map{};
    Measured digits{};    // reference images
    Measured drawings{};  // held-out ones
  };

  // Returns an error unless there are a model and reference images.
  Result<const Model*> ready_model() const;
  Cache& cache();
  void forget_results();
  Result<void> measure(Measured& measured, std::size_t count);
  Result<const Eigen::MatrixXd*> basis_of_pca(int components);

  const VersionedModel& model_;
  const Dataset& training_images_;
  const Dataset& held_out_drawings_;
  ThreadTeam& team_;
  Dataset reference_;
  Codes reference_pixels_;  // of the reference images, once nearest_images needs them
  Cache cache_;
  Dataset pca_images_;  // those of basis_of_pca_
  std::optional<Eigen::MatrixXd> basis_of_pca_;
};

}  // namespace hourglass
