// A learning-rate finder, by the range test (Smith, "Cyclical Learning Rates for Training Neural
// Networks", WACV 2017): a few training steps in which the learning rate grows by a constant factor
// from batch to batch. Where the loss falls fastest, and where it rises again, shows how high the
// rate may be.
#pragma once

#include <optional>

#include "core/training/trainer.h"

namespace hourglass {

struct LearningRateRange {
  double first = 1e-6;  // learning rate
  double last = 1;
  int steps = 200;
};

struct LearningRatePoint {
  double learning_rate = 0;
  double loss = 0;      // of the batch, before its step
  double smoothed = 0;  // exponential moving average of the losses so far
};

struct LearningRateSearch {
  std::vector<LearningRatePoint> points{};
  std::size_t lowest_index = 0;  // of the point with the lowest smoothed loss
  bool diverged = false;         // whether the search ended before the last rate
  // A tenth of the rate with the lowest smoothed loss; nothing if no rate made the loss fall.
  std::optional<double> suggestion{};
};

// Trains a copy of the model by its recipe, with a learning rate that grows at each step, until the
// smoothed loss exceeds four times its minimum or the loss is not finite. Returns an error if
// Trainer::create does, the range of rates is not positive and ascending, steps < 2, or the first
// loss is not finite.
Result<LearningRateSearch> search_learning_rates(Model model, const Dataset& images,
                                                 ThreadTeam& team, std::uint64_t seed,
                                                 const LearningRateRange& range);

}  // namespace hourglass
