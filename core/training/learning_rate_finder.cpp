#include "core/training/learning_rate_finder.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"

namespace hourglass {
namespace {

constexpr double kSmoothing = 0.9;    // decay of the moving average
constexpr double kDivergence = 4;     // times the lowest smoothed loss
constexpr double kNoticeable = 0.98;  // a smoothed loss below this share of the first has fallen
constexpr double kSafety = 10;  // the rate with the lowest loss, divided by the suggested rate

}  // namespace

Result<LearningRateSearch> search_learning_rates(Model model, const Dataset& images,
                                                 ThreadTeam& team, std::uint64_t seed,
                                                 const LearningRateRange& range) {
  if (!(range.first > 0 && range.last > range.first) || !std::isfinite(range.last)) {
    return fail("learning rates: expected an increasing range of positive rates, found ",
                shortest(range.first), " to ", shortest(range.last));
  }
  if (range.steps < 2) return fail("steps: expected at least 2, found ", range.steps);
  Recipe& recipe = model.spec.recipe;
  recipe.schedule = Schedule::kConstant;
  recipe.warmup = 0;
  Result<Trainer> trainer = Trainer::create(model, images, team, seed);
  if (!trainer) return std::unexpected(trainer.error());

  LearningRateSearch search;
  double mean = 0;
  double remaining_weight = 1;  // 1 − the total weight of the losses in the mean
  const double growth = std::log(range.last / range.first) / (range.steps - 1);
  for (int step = 0; step < range.steps && !search.diverged; ++step) {
    recipe.learning_rate = range.first * std::exp(growth * step);
    const Result<double> loss = trainer->step();
    if (!loss) {
      search.diverged = true;
      break;
    }
    mean = kSmoothing * mean + (1 - kSmoothing) * *loss;
    remaining_weight *= kSmoothing;
    const double smoothed = mean / (1 - remaining_weight);
    search.points.push_back(
        {.learning_rate = recipe.learning_rate, .loss = *loss, .smoothed = smoothed});
    if (smoothed < search.points[search.lowest_index].smoothed) {
      search.lowest_index = search.points.size() - 1;
    }
    search.diverged = smoothed > kDivergence * search.points[search.lowest_index].smoothed;
  }
  if (search.points.empty()) return fail(model.spec.name, ": expected a finite loss at the start");
  const LearningRatePoint& lowest = search.points[search.lowest_index];
  if (lowest.smoothed < kNoticeable * search.points.front().loss) {
    search.suggestion = lowest.learning_rate / kSafety;
  }
  return search;
}

}  // namespace hourglass
