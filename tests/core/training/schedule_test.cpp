#include "core/training/schedule.h"

#include <numbers>

#include "tests/core/support.h"

namespace hourglass {
namespace {

constexpr std::int64_t kSteps = 200;

TEST(Schedule, ConstantIsOneThroughout) {
  for (const std::int64_t step : {0, 1, 100, 199, 5000}) {
    EXPECT_EQ(rate_factor(Schedule::kConstant, 0, step, kSteps), 1);
  }
}

TEST(Schedule, WarmupRisesLinearlyToTheFullRate) {
  for (const Schedule schedule : {Schedule::kConstant, Schedule::kCosine}) {
    for (int step = 0; step < 50; ++step) {  // a quarter of the run
      EXPECT_NEAR(rate_factor(schedule, 0.25, step, kSteps), (step + 1) / 51.0, 1e-15);
    }
    EXPECT_EQ(rate_factor(schedule, 0.25, 50, kSteps), 1);
  }
}

TEST(Schedule, CosineDecaysFromOneToNearlyZero) {
  EXPECT_EQ(rate_factor(Schedule::kCosine, 0, 0, kSteps), 1);
  EXPECT_NEAR(rate_factor(Schedule::kCosine, 0, 100, kSteps), 0.5, 1e-12);
  EXPECT_NEAR(rate_factor(Schedule::kCosine, 0, 50, kSteps), 0.5 + 0.5 / std::numbers::sqrt2,
              1e-12);
  const double last = rate_factor(Schedule::kCosine, 0, kSteps - 1, kSteps);
  EXPECT_GT(last, 0);
  EXPECT_LT(last, 1e-4);
}

TEST(Schedule, CosineBeginsWhereWarmupEnds) {
  EXPECT_NEAR(rate_factor(Schedule::kCosine, 0.5, 150, kSteps), 0.5, 1e-12);
  double before = 2;
  for (std::int64_t step = 100; step < kSteps; ++step) {
    const double factor = rate_factor(Schedule::kCosine, 0.5, step, kSteps);
    EXPECT_LT(factor, before);
    before = factor;
  }
}

TEST(Schedule, ARunOfOneStepUsesTheFullRate) {
  for (const double warmup : {0.0, 0.9}) {
    EXPECT_EQ(rate_factor(Schedule::kCosine, warmup, 0, 1), 1);
  }
}

TEST(Schedule, NamesRoundTrip) {
  for (const Schedule schedule : {Schedule::kConstant, Schedule::kCosine}) {
    EXPECT_EQ(test::take(parse_name<Schedule>("schedule", to_string(schedule))), schedule);
  }
  test::expect_refused(parse_name<Schedule>("schedule", "linear"),
                       "schedule: expected one of constant, cosine; found \"linear\"");
}

}  // namespace
}  // namespace hourglass
