#include "core/training/range_test.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"

namespace hourglass {
namespace {

constexpr double kMemory = 0.9;       // decay of the moving average
constexpr double kDivergence = 4;     // times the lowest smoothed loss
constexpr double kNoticeable = 0.98;  // a smoothed loss below this share of the first has fallen
constexpr double kSafety = 10;        // how far the suggestion is below the rate of the lowest loss

}  // namespace

Result<RangeTest> test_learning_rates(Model model, const Dataset& images, ThreadTeam& team,
                                      std::uint64_t seed, const RangeTestOptions& options) {
  if (!(options.first > 0 && options.last > options.first) || !std::isfinite(options.last)) {
    return fail("learning rates: expected an increasing range of positive rates, found ",
                shortest(options.first), " to ", shortest(options.last));
  }
  if (options.steps < 2) return fail("steps: expected at least 2, found ", options.steps);
  Recipe& recipe = model.spec.recipe;
  recipe.schedule = Schedule::kConstant;
  recipe.warmup = 0;
  Result<Trainer> trainer = Trainer::create(model, images, team, seed);
  if (!trainer) return std::unexpected(trainer.error());

  RangeTest test;
  double mean = 0;
  double missing = 1;  // 1 − the total weight of the losses in the mean
  const double growth = std::log(options.last / options.first) / (options.steps - 1);
  for (int step = 0; step < options.steps && !test.diverged; ++step) {
    recipe.learning_rate = options.first * std::exp(growth * step);
    const Result<double> loss = trainer->step();
    if (!loss) {
      test.diverged = true;
      break;
    }
    mean = kMemory * mean + (1 - kMemory) * *loss;
    missing *= kMemory;
    const double smoothed = mean / (1 - missing);
    test.points.push_back(
        {.learning_rate = recipe.learning_rate, .loss = *loss, .smoothed = smoothed});
    if (smoothed < test.points[test.lowest].smoothed) test.lowest = test.points.size() - 1;
    test.diverged = smoothed > kDivergence * test.points[test.lowest].smoothed;
  }
  if (test.points.empty()) return fail(model.spec.name, ": expected a finite loss at the start");
  const RangeTestPoint& lowest = test.points[test.lowest];
  if (lowest.smoothed < kNoticeable * test.points.front().loss) {
    test.suggestion = lowest.learning_rate / kSafety;
  }
  return test;
}

}  // namespace hourglass
