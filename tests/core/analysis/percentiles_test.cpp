#include "core/analysis/percentiles.h"

#include <algorithm>
#include <cmath>

#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::expect_refused;
using test::take;

// Five codes of two units. Sorted by their first unit, the images are 1 3 0 4 2.
const Codes kCodes{.values = {30, 0, 10, 0, 50, 0, 20, 1, 40, 2}, .units = 2};

TEST(Percentiles, InterpolateBetweenSortedValues) {
  const std::vector<Scalar> table = code_percentiles(kCodes);
  ASSERT_EQ(table.size(), 2U * kPercentiles);
  EXPECT_EQ(table[0], 10);
  EXPECT_EQ(table[25], 20);
  EXPECT_EQ(table[50], 30);
  EXPECT_NEAR(static_cast<double>(table[60]), 34, 1e-5);  // rank 2.4
  EXPECT_NEAR(static_cast<double>(table[99]), 49.6, 1e-5);
  EXPECT_EQ(table[100], 50);
  EXPECT_EQ(table[kPercentiles + 50], 0);
  EXPECT_EQ(table[kPercentiles + 75], 1);
}

TEST(Percentiles, AllEqualTheValueOfASingleCode) {
  const std::vector<Scalar> table = code_percentiles({.values = {7}, .units = 1});
  EXPECT_EQ(table, std::vector<Scalar>(kPercentiles, 7));
}

TEST(Percentiles, SelectTheImageOfNearestRank) {
  const std::vector<Scalar> percentiles{0, 10, 25, 50, 80, 100};
  EXPECT_EQ(take(percentile_images(kCodes, 0, percentiles)),
            (std::vector<std::uint32_t>{1, 1, 3, 0, 4, 2}));
  // Ties are ordered by image.
  EXPECT_EQ(take(percentile_images(kCodes, 1, percentiles)),
            (std::vector<std::uint32_t>{0, 0, 1, 2, 3, 4}));
}

TEST(Percentiles, RejectsOutOfRangeUnitsAndPercentiles) {
  expect_refused(percentile_images(kCodes, 2, {}), "a unit below 2, found 2");
  expect_refused(percentile_images(kCodes, -1, {}), "found -1");
  expect_refused(percentile_images(kCodes, 0, std::vector<Scalar>{101}), "0 to 100, found 101");
  expect_refused(percentile_images(kCodes, 0, std::vector<Scalar>{std::nanf("")}), "nan");
}

TEST(Percentiles, RankCountsSmallerValuesAndHalfOfEqualOnes) {
  const std::vector<double> values{4, 1, 2, 2, 3};
  EXPECT_DOUBLE_EQ(percentile_of(values, 0), 0);
  EXPECT_DOUBLE_EQ(percentile_of(values, 1), 10);
  EXPECT_DOUBLE_EQ(percentile_of(values, 2), 40);
  EXPECT_DOUBLE_EQ(percentile_of(values, 2.5), 60);
  EXPECT_DOUBLE_EQ(percentile_of(values, 9), 100);
}

TEST(Percentiles, CodesAreRankedUnitByUnit) {
  const std::vector<Scalar> code{25, 0};
  EXPECT_EQ(take(percentiles_of_code(kCodes, code)), (std::vector<Scalar>{40, 30}));
  expect_refused(percentiles_of_code(kCodes, std::vector<Scalar>(3)),
                 "a code of 2 numbers, found 3");
}

TEST(Percentiles, ABitTellsInWhichHalfAValueLies) {
  // Sorted, the units are 10 20 30 40 50 and 0 0 0 1 2. The medians of their halves are at
  // percentiles 25 and 75, those of their quarters at 12.5, 37.5, 62.5 and 87.5.
  const std::vector<Scalar> quantised = take(quantised_codes(kCodes, std::vector<Scalar>{11, 9}));
  ASSERT_EQ(quantised.size(), 8U);
  EXPECT_EQ(quantised[6], 20);
  EXPECT_EQ(quantised[7], 1);
  EXPECT_EQ(quantised[4], 15);
  EXPECT_EQ(quantised[5], Scalar(1.5));
}

TEST(Percentiles, QuantisedCodesStayInTheRangeOfTheOthers) {
  for (const Scalar value : std::vector<Scalar>{-100, 0, 100}) {
    const std::vector<Scalar> quantised =
        take(quantised_codes(kCodes, std::vector<Scalar>{value, value}));
    const Scalar nearest = std::clamp(value, Scalar(10), Scalar(50));
    EXPECT_LT(std::abs(quantised[0] - nearest), Scalar(0.1));  // 8 bits
    EXPECT_GE(std::abs(quantised[6] - nearest), Scalar(0.1));  // 1 bit
  }
  expect_refused(quantised_codes(kCodes, std::vector<Scalar>(3)), "of 2 numbers, found 3");
}

}  // namespace
}  // namespace hourglass
