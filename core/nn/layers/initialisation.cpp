#include "core/nn/layers/initialisation.h"

#include <algorithm>
#include <cmath>

#include "core/compute/random_normal.h"

namespace hourglass {

void initialise_weights(std::span<Scalar> weights, double fan_in, double fan_out, bool relu_follows,
                        Random& random) {
  if (relu_follows) {
    const Scalar deviation = std::sqrt(Scalar(2) / static_cast<Scalar>(fan_in));
    draw_standard_normal(random, weights);
    for (Scalar& weight : weights) weight *= deviation;
  } else {
    const Scalar limit = std::sqrt(Scalar(6) / static_cast<Scalar>(fan_in + fan_out));
    std::ranges::generate(weights, [&] { return limit * (2 * random.uniform() - 1); });
  }
}

}  // namespace hourglass
