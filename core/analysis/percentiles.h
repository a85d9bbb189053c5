// Percentiles of codes and errors over a set of images.
//
// Percentile p of n sorted values lies at rank p (n − 1) / 100 and is interpolated between its
// neighbours: definition 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The
// American Statistician 50, 1996, as NumPy and R compute it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/base/scalar.h"

namespace hourglass {

// The percentiles 0, 1, …, 100.
inline constexpr int kPercentiles = 101;

// The 101 percentiles of every unit: unit after unit. Codes hold `units` finite numbers each, at
// least one code.
std::vector<Scalar> code_percentiles(std::span<const Scalar> codes, int units);

// For each percentile (0…100) the number of the image whose value of this unit is nearest to it in
// rank; of equal values, the image that comes first ranks first. Refused: a unit that there is not,
// a percentile outside [0, 100].
Result<std::vector<std::uint32_t>> percentile_images(std::span<const Scalar> codes, int units,
                                                     int unit, std::span<const Scalar> percentiles);

// Where a value stands among others, in any order, as a percentile: the share of them that are
// smaller plus half the share that are equal.
double percentile_of(std::span<const double> values, double value);

// The same, unit by unit, for one code among others.
std::vector<Scalar> percentiles_of_code(std::span<const Scalar> codes,
                                        std::span<const Scalar> code);

}  // namespace hourglass
