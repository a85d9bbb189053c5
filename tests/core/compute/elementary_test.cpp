#include "core/compute/elementary.h"

#include <cmath>
#include <limits>

#include "tests/core/support.h"

namespace hourglass {
namespace {

TEST(Exponential, MatchesTheStandardLibrary) {
  const Scalar limit = sizeof(Scalar) == sizeof(float) ? 87 : 708;
  for (int i = -3000; i <= 3000; ++i) {
    const Scalar x = limit * static_cast<Scalar>(i) / 3000;
    const double expected = std::exp(static_cast<double>(x));
    EXPECT_NEAR(static_cast<double>(exponential(broadcast(x))[0]) / expected, 1,
                test::tolerance(3e-7, 1e-15))
        << x;
  }
}

TEST(Exponential, IsFiniteAboveItsRangeAndZeroBelow) {
  constexpr Scalar kInfinity = std::numeric_limits<Scalar>::infinity();
  EXPECT_EQ(exponential(broadcast(kInfinity))[0], exponential(broadcast(Scalar(1e30)))[0]);
  EXPECT_TRUE(std::isfinite(exponential(broadcast(kInfinity))[0]));
  EXPECT_EQ(exponential(broadcast(-kInfinity))[0], 0);
  EXPECT_EQ(exponential(broadcast(Scalar(-1000)))[0], 0);
}

TEST(Exponential, PropagatesNan) {
  EXPECT_TRUE(std::isnan(exponential(broadcast(std::numeric_limits<Scalar>::quiet_NaN()))[0]));
}

TEST(LogOfOnePlus, IsAccurateNearZero) {
  for (double x = 1e-12; x <= 1; x *= 1.01) {
    const auto in = static_cast<Scalar>(x);
    const double expected = std::log1p(static_cast<double>(in));
    EXPECT_NEAR(static_cast<double>(log_of_one_plus(broadcast(in))[0]) / expected, 1,
                test::tolerance(3e-7, 1e-14))
        << x;
  }
}

TEST(Logarithm, MatchesTheStandardLibrary) {
  const double least = std::log(static_cast<double>(std::numeric_limits<Scalar>::min()));
  for (int i = -3000; i <= 3000; ++i) {
    const auto x = static_cast<Scalar>(std::exp(least * i / 3001));
    const double expected = std::log(static_cast<double>(x));
    EXPECT_NEAR(static_cast<double>(logarithm(broadcast(x))[0]), expected,
                std::max(1.0, std::abs(expected)) * test::tolerance(2e-7, 1e-15))
        << x;
  }
}

TEST(Logarithm, IsAccurateNearOne) {
  constexpr Scalar kStep = std::numeric_limits<Scalar>::epsilon();
  EXPECT_EQ(logarithm(broadcast(1))[0], 0);
  EXPECT_NEAR(static_cast<double>(logarithm(broadcast(1 + kStep))[0] / kStep), 1, 1e-6);
  EXPECT_NEAR(static_cast<double>(logarithm(broadcast(1 - kStep))[0] / kStep), -1, 1e-6);
}

TEST(Direction, MatchesTheStandardLibrary) {
  for (int i = 0; i <= 4000; ++i) {
    const Scalar turns = static_cast<Scalar>(i) / 4000;
    const double angle = 2 * std::numbers::pi * static_cast<double>(turns);
    const auto [cosine, sine] = direction(broadcast(turns));
    EXPECT_NEAR(static_cast<double>(cosine[0]), std::cos(angle), test::tolerance(3e-7, 1e-15));
    EXPECT_NEAR(static_cast<double>(sine[0]), std::sin(angle), test::tolerance(3e-7, 1e-15));
  }
}

TEST(SquareRoot, AppliesToEveryLane) {
  Register squares{}, roots{};
  for (std::ptrdiff_t lane = 0; lane < kLanes; ++lane) {
    roots[lane] = static_cast<Scalar>(lane);
    squares[lane] = roots[lane] * roots[lane];
  }
  const Register found = square_root(squares);
  for (std::ptrdiff_t lane = 0; lane < kLanes; ++lane) EXPECT_EQ(found[lane], roots[lane]);
}

}  // namespace
}  // namespace hourglass
