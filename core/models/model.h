// A model: an autoencoder as data (its spec), the network that spec describes, and its parameters.
// PCA is one of them, a linear autoencoder whose weights are computed instead of trained.
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

// How the weights come to be.
enum class Fit : std::uint8_t {
  kGradient,  // Adam on a recipe
  kPca,       // exactly, from the covariance of the data
  kNone,      // a picture of a network, not a model of images
};

// What a training run does unless it is told otherwise.
struct Recipe {
  Loss loss = Loss::kMse;
  double learning_rate = 1e-3;
  int batch = 32;
  int epochs = 10;
  Noise noise{};  // on the input only; the target stays clean
  double l1 = 0;  // λ of the penalty λ · (Σ over code units, mean over the batch) of |code|
  Schedule schedule = Schedule::kConstant;
  double warmup = 0;        // share of the run in which the learning rate rises to its height
  double weight_decay = 0;  // decoupled (AdamW), of weights, not of biases
  int early_stopping = 0;   // ends after so many epochs without a better validation loss; 0: never

  bool operator==(const Recipe&) const = default;
};

// Whether the learning rate moves, so that a run of another length would take other steps.
bool has_moving_rate(const Recipe& recipe);

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

  // The share of the variance that the components explain together; NaN without any variance.
  double explained() const;
};

struct Model {
  ModelSpec spec;
  Network network;
  std::vector<Scalar> parameters{};
  std::optional<PcaSpectrum> spectrum{};  // of a fitted PCA

  // A model with all parameters 0. Returns an error for what Network::create refuses, a PCA of
  // other layers than fit_pca fills in, a recipe that cannot be followed (see check_recipe), and a
  // name that is empty, over 1,000 bytes or holds control characters.
  static Result<Model> create(const ModelSpec& spec);

  // Fresh parameters, drawn from the seed.
  void initialise(std::uint64_t seed);

  // The numbers that are free: every weight and bias, but for PCA, whose decoder is its encoder
  // transposed and whose biases follow from the mean, only mean and components.
  std::size_t parameter_count() const;

  // Whether the code is all that the decoder reads: no max-unpooling uses the encoder's switches.
  bool decodes_alone() const { return network.switch_count() == 0; }

  // Whether the output is a sigmoid of logits, so that cross-entropy can be computed from those.
  bool has_logits() const;
};

// Refused, one sentence each: epochs or batch < 1, a learning rate that is not positive, λ, a
// weight decay or a patience < 0, a noise level outside [0, 1], a warmup outside [0, 1), and
// cross-entropy on an output that is no sigmoid.
Result<void> check_recipe(const ModelSpec& spec);

// Images in, one result per image out; the spans hold whole images (or codes) one after the other.
// Refused: a length that is no multiple of what the model takes, and decoding by a model that does
// not decode alone.
Result<std::vector<Scalar>> encode(const Model& model, std::span<const Scalar> images);
Result<std::vector<Scalar>> decode(const Model& model, std::span<const Scalar> codes);
Result<std::vector<Scalar>> reconstruct(const Model& model, std::span<const Scalar> images);

}  // namespace hourglass
