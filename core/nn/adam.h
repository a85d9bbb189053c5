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

// Moves `parameters` by one step against `gradients`; all spans are of equal length, and may be
// matching parts of the blocks. `step` counts from 1.
void adam_step(std::span<Scalar> parameters, std::span<const Scalar> gradients,
               std::span<Scalar> first_moment, std::span<Scalar> second_moment, std::int64_t step,
               const AdamOptions& options);

}  // namespace hourglass
