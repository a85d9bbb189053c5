#include "core/data/normals.h"

#include <algorithm>

#include "core/compute/elementary.h"

namespace hourglass {

void draw_normals(Random& random, std::span<Scalar> values) {
  constexpr std::size_t kPairs = kLanes;
  while (!values.empty()) {
    Scalar uniform[kPairs], turns[kPairs], pairs[kPairs][2];
    const std::size_t count = std::min(2 * kPairs, values.size());
    for (std::size_t pair = 0; pair < kPairs; ++pair) {
      const bool is_drawn = 2 * pair < count;
      // 1 − u lies in (0, 1], where the logarithm is finite.
      uniform[pair] = is_drawn ? Scalar(1) - random.uniform() : Scalar(1);
      turns[pair] = is_drawn ? random.uniform() : Scalar(0);
    }
    const Vector radius = square_root(Scalar(-2) * logarithm(load(uniform)));
    const auto [cosine, sine] = direction(load(turns));
    const Vector first = radius * cosine, second = radius * sine;
    for (std::size_t pair = 0; pair < kPairs; ++pair) {
      pairs[pair][0] = first[pair];
      pairs[pair][1] = second[pair];
    }
    std::copy_n(&pairs[0][0], count, values.begin());
    values = values.subspan(count);
  }
}

}  // namespace hourglass
