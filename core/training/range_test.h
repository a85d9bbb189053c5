// The learning rate range test (Smith, "Cyclical Learning Rates for Training Neural Networks", WACV
// 2017): a few steps during which the rate grows by a constant factor from one batch to the next.
// Where the loss falls fastest and where it turns says how high a rate may be.
#pragma once

#include <optional>

#include "core/training/trainer.h"

namespace hourglass {

struct RangeTestOptions {
  double first = 1e-6;  // learning rate
  double last = 1;
  int steps = 200;
};

struct RangeTestPoint {
  double learning_rate = 0;
  double loss = 0;      // of the batch, before its step
  double smoothed = 0;  // exponential mean of the losses so far
};

struct RangeTest {
  std::vector<RangeTestPoint> points{};
  std::size_t lowest = 0;  // the point of the least smoothed loss
  bool diverged = false;   // whether it ended before the last rate
  // A tenth of the rate of the least smoothed loss; nothing where no rate made it fall.
  std::optional<double> suggestion{};
};

// Trains a copy of the model by its recipe at a constant, growing learning rate, and ends where the
// smoothed loss is four times its least or no number any more. Refused: what Trainer::create
// refuses, rates that do not grow from above 0, fewer than 2 steps.
Result<RangeTest> test_learning_rates(Model model, const Dataset& images, ThreadTeam& team,
                                      std::uint64_t seed, const RangeTestOptions& options);

}  // namespace hourglass
