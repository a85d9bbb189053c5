// A model: an autoencoder as data (its spec), the network that the spec describes, and its
// parameters. PCA is a model too: a linear autoencoder with computed instead of trained weights.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/noise.h"
#include "core/nn/loss.h"
#include "core/nn/network.h"
#include "core/nn/schedule.h"

namespace hourglass {

// How the weights are determined.
enum class Fit : std::uint8_t {
  kGradient,  // trained with Adam by the recipe
  kPca,       // computed from the covariance of the data
  kNone,      // not at all: an illustration that takes no images
};

// The default settings of a training run.
struct Recipe {
  Loss loss = Loss::kMse;
  double learning_rate = 1e-3;
  int batch = 32;
  int epochs = 10;
  Noise noise{};  // on the input only; the target stays clean
  double l1 = 0;  // λ of the penalty λ Σ |code|: a sum over units, a mean over the batch
  Schedule schedule = Schedule::kConstant;
  double warmup = 0;        // share of the run in which the learning rate rises to its peak
  double weight_decay = 0;  // decoupled (AdamW), for weights but not for biases
  int early_stopping = 0;   // patience in epochs without a better validation loss; 0: off

  bool operator==(const Recipe&) const = default;
};

// True if the learning rate varies, so that a run of another length would take different steps.
bool has_varying_rate(const Recipe& recipe);

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

// Returns an error if epochs or batch are < 1, the learning rate is not positive, λ, the weight
// decay or the patience is < 0, the noise level is outside [0, 1], the warmup is outside [0, 1), or
// the loss is cross-entropy but the output is not a sigmoid.
Result<void> check_recipe(const ModelSpec& spec);

// Each takes contiguous whole images (or codes) and returns one result per image. Returns an error
// if the length is not a multiple of the input size. decode also returns one if the model does not
// decode from the code alone.
Result<std::vector<Scalar>> encode(const Model& model, std::span<const Scalar> images);
Result<std::vector<Scalar>> decode(const Model& model, std::span<const Scalar> codes);
Result<std::vector<Scalar>> reconstruct(const Model& model, std::span<const Scalar> images);

}  // namespace hourglass
