// One step of an optimiser on a flat block of parameters, and what it remembers between steps.
#pragma once

#include <span>
#include <vector>

#include "core/base/scalar.h"

namespace hourglass {

// Two numbers per parameter: for Adam, exponential moving averages of the gradient and of its
// square.
struct Moments {
  std::vector<Scalar> first;
  std::vector<Scalar> second;
};

class OptimizerStep {
 public:
  OptimizerStep() = default;
  virtual ~OptimizerStep() = default;
  OptimizerStep(const OptimizerStep&) = default;
  OptimizerStep& operator=(const OptimizerStep&) = delete;

  // Updates `parameters` from `gradients`, and applies weight decay if `decays`. All spans have the
  // same length; they may be matching slices of the full blocks.
  virtual void update(std::span<Scalar> parameters, std::span<const Scalar> gradients,
                      std::span<Scalar> first_moment, std::span<Scalar> second_moment,
                      bool decays) const = 0;
};

}  // namespace hourglass
