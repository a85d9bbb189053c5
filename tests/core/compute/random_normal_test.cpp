#include "core/compute/random_normal.h"

#include <numbers>

#include "tests/core/support.h"

namespace hourglass {
namespace {

std::vector<Scalar> drawn(std::uint64_t seed, std::size_t count) {
  Random random(seed);
  std::vector<Scalar> values(count);
  draw_standard_normal(random, values);
  return values;
}

TEST(DrawStandardNormal, GivesTheSameValuesOnEveryTarget) {
  Random random(1, Purpose::kInitialisation, 0);
  std::vector<Scalar> values(3);
  draw_standard_normal(random, values);
  const double expected[] = {-0.50476274906729, -1.43750774489196, 0.64845626686749};
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_NEAR(static_cast<double>(values[i]), expected[i], test::tolerance(1e-6, 1e-14));
  }
}

// The counts lie below, at and above the size of a block of draws; some are odd.
TEST(DrawStandardNormal, FollowsTheBoxMullerTransform) {
  for (const std::size_t count : {1U, 2U, 5U, 31U, 32U, 33U, 128U, 129U, 784U}) {
    Random uniform(3);
    const std::vector<Scalar> values = drawn(3, count);
    for (std::size_t i = 0; i < count; i += 2) {
      const double radius = std::sqrt(-2 * std::log(1 - static_cast<double>(uniform.uniform())));
      const double angle = 2 * std::numbers::pi * static_cast<double>(uniform.uniform());
      const double tolerance = test::tolerance(2e-6, 1e-14);
      EXPECT_NEAR(static_cast<double>(values[i]), radius * std::cos(angle), tolerance);
      if (i + 1 == count) break;
      EXPECT_NEAR(static_cast<double>(values[i + 1]), radius * std::sin(angle), tolerance);
    }
  }
}

TEST(DrawStandardNormal, WritesNothingPastTheEnd) {
  std::vector<Scalar> values(200, Scalar(7));
  Random random(1);
  draw_standard_normal(random, std::span(values).first(195));
  EXPECT_EQ(std::vector<Scalar>(values.end() - 5, values.end()), std::vector<Scalar>(5, Scalar(7)));
}

TEST(DrawStandardNormal, HasTheMomentsOfTheStandardNormal) {
  constexpr int kDraws = 200'000;
  std::array<double, 4> moments{};
  for (const Scalar value : drawn(4, kDraws)) {
    ASSERT_TRUE(std::isfinite(value));
    for (std::size_t power = 0; power < moments.size(); ++power) {
      moments[power] +=
          std::pow(static_cast<double>(value), static_cast<double>(power + 1)) / kDraws;
    }
  }
  EXPECT_NEAR(moments[0], 0, 0.01);
  EXPECT_NEAR(moments[1], 1, 0.02);
  EXPECT_NEAR(moments[2], 0, 0.05);
  EXPECT_NEAR(moments[3], 3, 0.1);
}

// The two values of a pair must not be the same or mirrored.
TEST(DrawStandardNormal, NeighboursAreUncorrelated) {
  constexpr int kPairs = 100'000;
  const std::vector<Scalar> values = drawn(5, 2 * kPairs);
  double product = 0;
  for (std::size_t i = 0; i < values.size(); i += 2) {
    product += static_cast<double>(values[i] * values[i + 1]) / kPairs;
  }
  EXPECT_NEAR(product, 0, 0.015);
}

}  // namespace
}  // namespace hourglass
