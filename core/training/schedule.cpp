#include "core/training/schedule.h"

#include <cmath>
#include <numbers>

namespace hourglass {
namespace {

// cos of an angle from 0 to π / 2, by its Taylor series; std::cos would add 5 kB to WebAssembly.
double cosine(double angle) {
  double series = 1;
  for (int term = 22; term > 0; term -= 2) {
    series = 1 - angle * angle / (term * (term - 1)) * series;
  }
  return series;
}

}  // namespace

double rate_factor(Schedule schedule, double warmup, std::int64_t step, std::int64_t steps) {
  const auto now = static_cast<double>(step);
  const auto end = static_cast<double>(steps);
  const double rise = std::floor(warmup * end);
  if (now < rise) return (now + 1) / (rise + 1);
  if (schedule == Schedule::kConstant) return 1;
  const double half = cosine(std::numbers::pi / 2 * (now - rise) / (end - rise));
  return half * half;  // = (1 + cos(twice the angle)) / 2
}

}  // namespace hourglass
