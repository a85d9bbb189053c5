// Percentiles of codes and errors over a set of images.
//
// Percentile p of n sorted values is at rank p (n − 1) / 100, interpolated between its neighbours:
// definition 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American
// Statistician 50, 1996, the default of NumPy and R.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/analysis/codes.h"

namespace hourglass {

// The number of percentiles 0, 1, …, 100.
inline constexpr int kPercentiles = 101;

// The 101 percentiles of each unit, one unit after the other.
std::vector<Scalar> code_percentiles(const Codes& codes);

// For each of the `percentiles` (0…100), the index of the image whose value of this unit is
// closest to it in rank; equal values are ranked by image index. Returns an error if there is no
// such unit or a percentile is outside [0, 100].
Result<std::vector<std::uint32_t>> percentile_images(const Codes& codes, int unit,
                                                     std::span<const Scalar> percentiles);

// The percentile rank (0…100) of `value` among `values`, which may be in any order: the percentage
// of smaller values plus half the percentage of equal ones.
double percentile_of(std::span<const double> values, double value);

// For each unit of `code`, the percentile rank of its value among the values of that unit in
// `codes`. Returns an error if `code` has another number of units.
Result<std::vector<Scalar>> percentiles_of_code(const Codes& codes, std::span<const Scalar> code);

// The numbers of bits of quantised_codes.
inline constexpr std::array<int, 4> kCodeBits{8, 4, 2, 1};

// `code` rounded to each of kCodeBits bits per unit, contiguous. With b bits, the values of a unit
// in `codes` are divided into 2^b parts of equal size, and a value becomes the median of the part
// in which its percentile rank lies. Returns an error if `code` has another number of units.
Result<std::vector<Scalar>> quantised_codes(const Codes& codes, std::span<const Scalar> code);

}  // namespace hourglass
