// The mean of a few measurements and how much they vary.
#pragma once

#include <optional>
#include <span>

namespace hourglass {

struct MeanAndDeviation {
  double mean = 0;
  std::optional<double> deviation{};  // of the sample (divisor n − 1); not set for one value
};

// There must be at least one value.
MeanAndDeviation mean_and_deviation(std::span<const double> values);

}  // namespace hourglass
