#include "core/analysis/percentiles.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/text.h"

namespace hourglass {
namespace {

// The values of one unit, one per image.
std::vector<Scalar> values_of(const Codes& codes, int unit) {
  const auto row = codes.matrix().row(unit);
  return {row.begin(), row.end()};
}

Scalar quantile(std::span<const Ranked> sorted, double percentile) {
  const double rank = percentile * static_cast<double>(sorted.size() - 1) / (kPercentiles - 1);
  const auto below = static_cast<std::size_t>(rank);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below].value, sorted[above].value,
                   static_cast<Scalar>(rank - static_cast<double>(below)));
}

}  // namespace

std::vector<Scalar> code_percentiles(const Codes& codes) {
  std::vector<Scalar> table;
  table.reserve(static_cast<std::size_t>(codes.units) * kPercentiles);
  for (int unit = 0; unit < codes.units; ++unit) {
    const std::vector<Ranked> sorted = ranked(values_of(codes, unit));
    for (int percentile = 0; percentile < kPercentiles; ++percentile) {
      table.push_back(quantile(sorted, percentile));
    }
  }
  return table;
}

Result<std::vector<std::uint32_t>> percentile_images(const Codes& codes, int unit,
                                                     std::span<const Scalar> percentiles) {
  if (unit < 0 || unit >= codes.units) {
    return fail("percentiles: expected a unit below ", codes.units, ", found ", unit);
  }
  const std::vector<Ranked> order = ranked(values_of(codes, unit));
  std::vector<std::uint32_t> images;
  for (const Scalar percentile : percentiles) {
    if (!(percentile >= 0 && percentile <= 100)) {
      return fail("percentiles: expected numbers from 0 to 100, found ", shortest(percentile));
    }
    const double rank =
        static_cast<double>(percentile) * static_cast<double>(order.size() - 1) / 100;
    images.push_back(order[static_cast<std::size_t>(std::lround(rank))].image);
  }
  return images;
}

double percentile_of(std::span<const double> values, double value) {
  const auto smaller = std::ranges::count_if(values, [&](double other) { return other < value; });
  const auto equal = std::ranges::count(values, value);
  return 100 * (static_cast<double>(smaller) + 0.5 * static_cast<double>(equal)) /
         static_cast<double>(values.size());
}

Result<std::vector<Scalar>> percentiles_of_code(const Codes& codes, std::span<const Scalar> code) {
  if (const Result<void> fits = check_code(codes.units, code); !fits) {
    return std::unexpected(fits.error());
  }
  using Counts = Eigen::Array<Scalar, Eigen::Dynamic, 1>;
  const Eigen::Map<const Counts> values(code.data(), codes.units);
  Counts halves = Counts::Zero(codes.units);  // 2 for each smaller value, 1 for each equal one
  const ConstMatrixView others = codes.matrix();
  for (Eigen::Index image = 0; image < others.cols(); ++image) {
    const auto other = others.col(image).array();
    halves += (other < values).cast<Scalar>() + (other <= values).cast<Scalar>();
  }
  halves *= Scalar(50) / static_cast<Scalar>(others.cols());
  return std::vector<Scalar>(halves.begin(), halves.end());
}

Result<std::vector<Scalar>> quantised_codes(const Codes& codes, std::span<const Scalar> code) {
  const Result<std::vector<Scalar>> percentiles = percentiles_of_code(codes, code);
  if (!percentiles) return percentiles;
  std::vector<Scalar> quantised(code.size() * kCodeBits.size());
  for (std::size_t unit = 0; unit < code.size(); ++unit) {
    const std::vector<Ranked> sorted = ranked(values_of(codes, static_cast<int>(unit)));
    for (std::size_t copy = 0; copy < kCodeBits.size(); ++copy) {
      const int parts = 1 << kCodeBits[copy];
      const int part = std::min(
          static_cast<int>((*percentiles)[unit] * static_cast<Scalar>(parts) / 100), parts - 1);
      quantised[copy * code.size() + unit] = quantile(sorted, 100 * (part + 0.5) / parts);
    }
  }
  return quantised;
}

}  // namespace hourglass
