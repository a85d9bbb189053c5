#include "core/data/coverage.h"

#include <algorithm>
#include <cmath>

namespace hourglass {

Coverage cover(double low, double high, int size) {
  const int first = std::clamp(static_cast<int>(std::floor(low)), 0, size);
  const int end = std::clamp(static_cast<int>(std::ceil(high)), first, size);
  Coverage coverage{first, {}};
  for (int i = first; i < end; ++i) {
    coverage.weights.push_back(
        std::max(0.0, std::min<double>(high, i + 1) - std::max<double>(low, i)));
  }
  return coverage;
}

}  // namespace hourglass
