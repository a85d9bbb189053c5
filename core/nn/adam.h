// Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1) for
// one flat block of parameters with one step counter. Weight decay is decoupled from the gradient,
// as in AdamW (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/scalar.h"

namespace hourglass {

struct AdamOptions {
  double learning_rate = 1e-3;
  double first_decay = 0.9;     // β₁
  double second_decay = 0.999;  // β₂
  double epsilon = 1e-8;
  double weight_decay = 0;  // a step subtracts learning_rate · weight_decay · parameter
};

// Exponential moving averages of the gradient and of its square, one number per parameter.
struct AdamMoments {
  std::vector<Scalar> first;
  std::vector<Scalar> second;
};

// One Adam step for all parameters; steps are counted from 1.
class AdamStep {
 public:
  AdamStep(const AdamOptions& options, std::int64_t step);

  // Updates `parameters` from `gradients`, and applies weight decay if `decays`. All spans have the
  // same length; they may be matching slices of the full blocks.
  void update(std::span<Scalar> parameters, std::span<const Scalar> gradients,
              std::span<Scalar> first_moment, std::span<Scalar> second_moment, bool decays) const;

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
