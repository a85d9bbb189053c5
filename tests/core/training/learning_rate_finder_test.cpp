#include "core/training/learning_rate_finder.h"

#include <cmath>

#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::dense;
using test::expect_refused;
using test::kRelu;
using test::kSigmoid;
using test::small_model;
using test::take;

Result<LearningRateSearch> run(const Model& model, const LearningRateRange& range) {
  ThreadTeam team(2);
  return search_learning_rates(model, test::test_digits().slice(0, 320), team, 1, range);
}

Model on_digits(LayerSpec last) {
  return small_model(784, {dense(32), kRelu, dense(784), last}, 2, {.batch = 32});
}

TEST(LearningRateFinder, RaisesTheRateByAConstantFactor) {
  const LearningRateSearch search =
      take(run(on_digits(kSigmoid), {.first = 1e-5, .last = 1e-1, .steps = 5}));
  ASSERT_EQ(search.points.size(), 5U);
  for (int step = 0; step < 5; ++step) {
    const double rate = search.points[static_cast<std::size_t>(step)].learning_rate;
    EXPECT_NEAR(rate, std::pow(10, step - 5), 1e-12);
  }
}

TEST(LearningRateFinder, StepsLikeTheTrainerAtEachRate) {
  const Dataset digits = test::test_digits().slice(0, 320);
  Model model = on_digits(kSigmoid);
  const LearningRateSearch search = take(run(model, {.first = 1e-4, .last = 1e-2, .steps = 3}));
  ThreadTeam team(2);
  Trainer trainer = take(Trainer::create(model, digits, team, 1));
  for (const LearningRatePoint& point : search.points) {
    model.spec.recipe.learning_rate = point.learning_rate;
    EXPECT_EQ(take(trainer.step()), point.loss);
  }
  EXPECT_DOUBLE_EQ(search.points[0].smoothed, search.points[0].loss);
  // The three losses have the weights 0.9², 0.9 and 1.
  const double expected =
      (0.81 * search.points[0].loss + 0.9 * search.points[1].loss + search.points[2].loss) / 2.71;
  EXPECT_NEAR(search.points[2].smoothed, expected, 1e-12);
}

TEST(LearningRateFinder, SuggestsATenthOfTheRateAtTheLowestLoss) {
  const LearningRateSearch search = take(run(on_digits(kSigmoid), {}));
  for (const LearningRatePoint& point : search.points) {
    EXPECT_GE(point.smoothed, search.points[search.lowest_index].smoothed);
  }
  ASSERT_TRUE(search.suggestion);
  EXPECT_EQ(*search.suggestion, search.points[search.lowest_index].learning_rate / 10);
  EXPECT_GT(*search.suggestion, 1e-4);
  EXPECT_LT(*search.suggestion, 1e-1);
}

TEST(LearningRateFinder, StopsWhenTheLossDiverges) {
  const LearningRateSearch search = take(run(on_digits(dense(784)), {.last = 1e4, .steps = 300}));
  EXPECT_TRUE(search.diverged);
  EXPECT_LT(search.points.size(), 300U);
  EXPECT_LT(search.lowest_index + 1, search.points.size());
}

TEST(LearningRateFinder, SuggestsNothingIfNoRateHelps) {
  EXPECT_FALSE(take(run(on_digits(kSigmoid), {.first = 1e-12, .last = 1e-11})).suggestion);
}

TEST(LearningRateFinder, IgnoresTheScheduleOfTheRecipe) {
  Model plain = on_digits(kSigmoid), scheduled = plain;
  scheduled.spec.recipe.schedule = Schedule::kCosine;
  scheduled.spec.recipe.warmup = 0.9;
  const LearningRateSearch one = take(run(plain, {.steps = 20})),
                           other = take(run(scheduled, {.steps = 20}));
  EXPECT_EQ(one.points.back().loss, other.points.back().loss);
}

TEST(LearningRateFinder, RejectsARangeThatDoesNotGrow) {
  const Model model = on_digits(kSigmoid);
  for (const double first : {0.0, -1.0, 1.0, 2.0, std::nan("")}) {
    expect_refused(run(model, {.first = first, .last = 1}), "expected an increasing range");
  }
  expect_refused(run(model, {.last = std::numeric_limits<double>::infinity()}), "increasing range");
  expect_refused(run(model, {.steps = 1}), "steps: expected at least 2, found 1");
}

}  // namespace
}  // namespace hourglass
