// Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1) over
// one flat block, with one clock for all parameters. Weight decay is decoupled from the gradient's
// scale, as in AdamW (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019).
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
  double weight_decay = 0;  // a step takes learning_rate · weight_decay of the parameter itself
};

// The running means of the gradient and of its square, one number per parameter each.
struct AdamMoments {
  std::vector<Scalar> first;
  std::vector<Scalar> second;
};

// One step, counted from 1, of all parameters.
class AdamStep {
 public:
  AdamStep(const AdamOptions& options, std::int64_t step);

  // Moves `parameters` against `gradients`; all spans are of equal length, and may be matching
  // parts of the blocks.
  void move(std::span<Scalar> parameters, std::span<const Scalar> gradients,
            std::span<Scalar> first_moment, std::span<Scalar> second_moment, bool decays) const;

 private:
  Scalar beta1_;
  Scalar beta2_;
  Scalar gain1_;  // 1 − β; from β in float it would be off by 1e-5 of itself
  Scalar gain2_;
  Scalar rate_;   // with the correction of the first moment's bias
  Scalar scale_;  // the correction of the second's
  Scalar epsilon_;
  Scalar decay_;
};

}  // namespace hourglass
