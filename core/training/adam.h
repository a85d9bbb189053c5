// Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1) for
// one flat block of parameters with one step counter. Weight decay is decoupled from the gradient,
// as in AdamW (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019).
#pragma once

#include <cstdint>

#include "core/training/optimizer_step.h"

namespace hourglass {

struct AdamOptions {
  double learning_rate = 1e-3;
  double first_decay = 0.9;     // β₁
  double second_decay = 0.999;  // β₂
  double epsilon = 1e-8;
  double weight_decay = 0;  // a step subtracts learning_rate · weight_decay · parameter
};

// One Adam step for all parameters; steps are counted from 1. The moments are exponential moving
// averages of the gradient and of its square.
class AdamStep final : public OptimizerStep {
 public:
  AdamStep(const AdamOptions& options, std::int64_t step);

  void update(std::span<Scalar> parameters, std::span<const Scalar> gradients,
              std::span<Scalar> first_moment, std::span<Scalar> second_moment,
              bool decays) const override;

 private:
  Scalar beta1_;
  Scalar beta2_;
  Scalar one_minus_beta1_;  // computed in double: in float its relative error would be 1e-5
  Scalar one_minus_beta2_;
  Scalar rate_;   // the learning rate with the first moment's bias correction
  Scalar scale_;  // the second moment's bias correction
  Scalar epsilon_;
  Scalar decay_;
};

}  // namespace hourglass
