#include "core/training/optimizer_step.h"

#include "core/training/adam.h"
#include "core/training/sgd.h"

namespace hourglass {

std::unique_ptr<OptimizerStep> create_optimizer_step(const Recipe& recipe, double learning_rate,
                                                     std::int64_t step) {
  switch (recipe.optimizer) {
    case Optimizer::kAdam:
      break;
    case Optimizer::kSgd:
      return std::make_unique<SgdStep>(
          SgdOptions{.learning_rate = learning_rate, .weight_decay = recipe.weight_decay});
  }
  return std::make_unique<AdamStep>(
      AdamOptions{.learning_rate = learning_rate, .weight_decay = recipe.weight_decay}, step);
}

}  // namespace hourglass
