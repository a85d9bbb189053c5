// Stochastic gradient descent with momentum (Sutskever et al., "On the Importance of Initialization
// and Momentum in Deep Learning", ICML 2013, without Nesterov's step), with the learning rate
// outside of the velocity, as in PyTorch. Weight decay is decoupled from the gradient, as in
// adam.h.
#pragma once

#include "core/training/optimizer_step.h"

namespace hourglass {

struct SgdOptions {
  double learning_rate = 1e-3;
  double momentum = 0.9;
  double weight_decay = 0;  // a step subtracts learning_rate · weight_decay · parameter
};

// One step for all parameters: v ← momentum · v + gradient, then parameter − learning_rate · v. The
// first moment holds v; the second is not used.
class SgdStep final : public OptimizerStep {
 public:
  explicit SgdStep(const SgdOptions& options)
      : momentum_(static_cast<Scalar>(options.momentum)),
        rate_(static_cast<Scalar>(options.learning_rate)),
        decay_(static_cast<Scalar>(options.learning_rate * options.weight_decay)) {}

  void update(std::span<Scalar> parameters, std::span<const Scalar> gradients,
              std::span<Scalar> first_moment, std::span<Scalar> /*second_moment*/,
              bool decays) const override {
    const SgdStep step = *this;  // a local copy: writes to the spans cannot alias it
    const Scalar decay = decays ? step.decay_ : Scalar(0);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      first_moment[i] = step.momentum_ * first_moment[i] + gradients[i];
      parameters[i] -= decay * parameters[i] + step.rate_ * first_moment[i];
    }
  }

 private:
  Scalar momentum_;
  Scalar rate_;
  Scalar decay_;
};

}  // namespace hourglass
