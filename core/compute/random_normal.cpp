#include "core/compute/random_normal.h"

#include <algorithm>

#include "core/compute/elementary.h"

namespace hourglass {

void draw_standard_normal(Random& random, std::span<Scalar> values) {
  constexpr std::size_t kMost = 64;  // pairs per block
  static_assert(kMost % kLanes == 0);
  Scalar uniform[kMost] = {}, turns[kMost] = {};
  while (!values.empty()) {
    const std::size_t pairs = std::min(kMost, (values.size() + 1) / 2);
    for (std::size_t pair = 0; pair < pairs; ++pair) {
      uniform[pair] = random.uniform();
      turns[pair] = random.uniform();
    }
    Scalar first[kMost], second[kMost];
    for (std::size_t pair = 0; pair < pairs; pair += kLanes) {
      // 1 − u lies in (0, 1], where the logarithm is finite.
      const Register radius = square_root(Scalar(-2) * logarithm(Scalar(1) - load(uniform + pair)));
      const auto [cosine, sine] = direction(load(turns + pair));
      store(first + pair, radius * cosine);
      store(second + pair, radius * sine);
    }
    const std::size_t whole = std::min(pairs, values.size() / 2);
    for (std::size_t pair = 0; pair < whole; ++pair) {
      values[2 * pair] = first[pair];
      values[2 * pair + 1] = second[pair];
    }
    if (whole < pairs) values[2 * whole] = first[whole];
    values = values.subspan(std::min(2 * pairs, values.size()));
  }
}

}  // namespace hourglass
