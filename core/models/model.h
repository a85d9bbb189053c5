// A model: an autoencoder as data (its spec), the network that the spec describes, and its
// parameters. PCA is a model too: a linear autoencoder with computed instead of trained weights.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/models/recipe.h"
#include "core/nn/network.h"

namespace hourglass {

// How the weights are determined.
enum class Fit : std::uint8_t {
  kGradient,  // trained with Adam by the recipe
  kPca,       // computed from the covariance of the data
  kNone,      // not at all: an illustration that takes no images
};

std::string_view to_string(Fit fit);

struct ModelSpec {
  std::string name;
  Architecture architecture;
  Recipe recipe{};
  Fit fit = Fit::kGradient;

  bool operator==(const ModelSpec&) const = default;
};

// How much of the data's variance each component of a fitted PCA explains.
struct PcaSpectrum {
  std::vector<double> variances;  // eigenvalues of the covariance (divisor N − 1), largest first
  double total_variance = 0;      // its trace

  // The share of the variance that all components explain together; NaN if the variance is 0.
  double explained() const;
};

struct Model {
  ModelSpec spec;
  Network network;
  std::vector<Scalar> parameters{};
  std::optional<PcaSpectrum> spectrum{};  // of a fitted PCA

  // Creates a model with all parameters 0. Returns an error if Network::create or check_recipe
  // does, if a PCA's layers are not those that fit_pca fills in, or if the name is empty, has over
  // 1,000 bytes or contains control characters.
  static Result<Model> create(const ModelSpec& spec);

  // Initialises the parameters from the seed.
  void initialise(std::uint64_t seed);

  // The number of free parameters: every weight and bias or, for PCA, only the mean and the
  // components (its decoder is its encoder transposed, and its encoder's biases follow from the
  // mean).
  std::size_t parameter_count() const;

  // True if the decoder reads nothing but the code: no max-unpooling uses the encoder's switches.
  bool decodes_from_code_alone() const { return network.switch_count() == 0; }

  // True if the output is a sigmoid, so that cross-entropy can be computed from its logits.
  bool has_logits() const;
};

// Returns an error if check_settings does, or if the loss takes logits but the output is not a
// sigmoid.
Result<void> check_recipe(const ModelSpec& spec);

// Returns an error unless `pixels` is exactly one image of the model's size.
Result<void> check_image(const Model& model, std::span<const Scalar> pixels);

// Returns an error unless images of this shape are what the model takes. Numbers that form no
// picture fit any shape of as many numbers.
Result<void> check_shape(const Model& model, const Shape& image);

// Returns an error if check_shape does or there are no images.
Result<void> check_images(const Model& model, const Dataset& images);

// Each takes contiguous whole images (or codes) and returns one result per image. Returns an error
// if the length is not a multiple of the input size. decode also returns one if the model does not
// decode from the code alone.
Result<std::vector<Scalar>> encode(const Model& model, std::span<const Scalar> images);
Result<std::vector<Scalar>> decode(const Model& model, std::span<const Scalar> codes);
Result<std::vector<Scalar>> reconstruct(const Model& model, std::span<const Scalar> images);

}  // namespace hourglass
