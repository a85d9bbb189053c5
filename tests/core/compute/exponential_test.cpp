#include "core/compute/exponential.h"

#include <cmath>
#include <limits>

#include "tests/core/support.h"

namespace hourglass {
namespace {

TEST(Exponential, IsThatOfTheStandardLibrary) {
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

TEST(Exponential, LetsNanPass) {
  EXPECT_TRUE(std::isnan(exponential(broadcast(std::numeric_limits<Scalar>::quiet_NaN()))[0]));
}

TEST(Exponential, LogarithmOfOnePlusKeepsItsDigitsNearZero) {
  for (double x = 1e-12; x <= 1; x *= 1.01) {
    const auto in = static_cast<Scalar>(x);
    const double expected = std::log1p(static_cast<double>(in));
    EXPECT_NEAR(static_cast<double>(log_of_one_plus(broadcast(in))[0]) / expected, 1,
                test::tolerance(3e-7, 1e-14))
        << x;
  }
}

}  // namespace
}  // namespace hourglass
