// One step of an optimiser on a flat block of parameters, and what it remembers between steps.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/scalar.h"
#include "core/models/recipe.h"

namespace hourglass {

// Two numbers per parameter, which an optimiser keeps from step to step.
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

// Creates the step with the number `step`, counted from 1, and this learning rate. The recipe gives
// the optimiser and its other settings.
std::unique_ptr<OptimizerStep> create_optimizer_step(const Recipe& recipe, double learning_rate,
                                                     std::int64_t step);

}  // namespace hourglass
