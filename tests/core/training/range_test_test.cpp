#include "core/training/range_test.h"

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

Result<RangeTest> run(const Model& model, const RangeTestOptions& options) {
  ThreadTeam team(2);
  return test_learning_rates(model, test::test_digits().slice(0, 320), team, 1, options);
}

Model on_digits(LayerSpec last) {
  return small_model(784, {dense(32), kRelu, dense(784), last}, 2, {.batch = 32});
}

TEST(RangeTest, RaisesTheRateByAConstantFactor) {
  const RangeTest test = take(run(on_digits(kSigmoid), {.first = 1e-5, .last = 1e-1, .steps = 5}));
  ASSERT_EQ(test.points.size(), 5U);
  for (int step = 0; step < 5; ++step) {
    const double rate = test.points[static_cast<std::size_t>(step)].learning_rate;
    EXPECT_NEAR(rate, std::pow(10, step - 5), 1e-12);
  }
}

TEST(RangeTest, StepsLikeTheTrainerAtEachRate) {
  const Dataset digits = test::test_digits().slice(0, 320);
  Model model = on_digits(kSigmoid);
  const RangeTest test = take(run(model, {.first = 1e-4, .last = 1e-2, .steps = 3}));
  ThreadTeam team(2);
  Trainer trainer = take(Trainer::create(model, digits, team, 1));
  for (const RangeTestPoint& point : test.points) {
    model.spec.recipe.learning_rate = point.learning_rate;
    EXPECT_EQ(take(trainer.step()), point.loss);
  }
  EXPECT_DOUBLE_EQ(test.points[0].smoothed, test.points[0].loss);
  // The three losses have the weights 0.9², 0.9 and 1.
  const double expected =
      (0.81 * test.points[0].loss + 0.9 * test.points[1].loss + test.points[2].loss) / 2.71;
  EXPECT_NEAR(test.points[2].smoothed, expected, 1e-12);
}

TEST(RangeTest, SuggestsATenthOfTheRateAtTheLowestLoss) {
  const RangeTest test = take(run(on_digits(kSigmoid), {}));
  for (const RangeTestPoint& point : test.points) {
    EXPECT_GE(point.smoothed, test.points[test.lowest].smoothed);
  }
  ASSERT_TRUE(test.suggestion);
  EXPECT_EQ(*test.suggestion, test.points[test.lowest].learning_rate / 10);
  EXPECT_GT(*test.suggestion, 1e-4);
  EXPECT_LT(*test.suggestion, 1e-1);
}

TEST(RangeTest, StopsWhenTheLossDiverges) {
  const RangeTest test = take(run(on_digits(dense(784)), {.last = 1e4, .steps = 300}));
  EXPECT_TRUE(test.diverged);
  EXPECT_LT(test.points.size(), 300U);
  EXPECT_LT(test.lowest + 1, test.points.size());
}

TEST(RangeTest, SuggestsNothingIfNoRateHelps) {
  EXPECT_FALSE(take(run(on_digits(kSigmoid), {.first = 1e-12, .last = 1e-11})).suggestion);
}

TEST(RangeTest, IgnoresTheScheduleOfTheRecipe) {
  Model plain = on_digits(kSigmoid), scheduled = plain;
  scheduled.spec.recipe.schedule = Schedule::kCosine;
  scheduled.spec.recipe.warmup = 0.9;
  const RangeTest one = take(run(plain, {.steps = 20})),
                  other = take(run(scheduled, {.steps = 20}));
  EXPECT_EQ(one.points.back().loss, other.points.back().loss);
}

TEST(RangeTest, RejectsARangeThatDoesNotGrow) {
  const Model model = on_digits(kSigmoid);
  for (const double first : {0.0, -1.0, 1.0, 2.0, std::nan("")}) {
    expect_refused(run(model, {.first = first, .last = 1}), "expected an increasing range");
  }
  expect_refused(run(model, {.last = std::numeric_limits<double>::infinity()}), "increasing range");
  expect_refused(run(model, {.steps = 1}), "steps: expected at least 2, found 1");
}

}  // namespace
}  // namespace hourglass
