#include "core/training/sgd.h"

#include <cmath>

#include "tests/core/support.h"

namespace hourglass {
namespace {

// v and θ written out, with a changing learning rate; the decay never enters v.
TEST(Sgd, FollowsThePublishedAlgorithmWithDecoupledWeightDecay) {
  std::vector<Scalar> parameters{Scalar(0.5), Scalar(0.5)}, velocity(2), unused(2);
  double decayed = 0.5, free = 0.5, v = 0;
  for (int t = 1; t <= 20; ++t) {
    const double g = std::sin(t) + 0.3, rate = 0.02 / t;
    const std::vector<Scalar> gradients{static_cast<Scalar>(g), static_cast<Scalar>(g)};
    const SgdStep step({.learning_rate = rate, .momentum = 0.8, .weight_decay = 0.4});
    for (const std::size_t i : {0U, 1U}) {
      step.update(std::span(parameters).subspan(i, 1), std::span(gradients).subspan(i, 1),
                  std::span(velocity).subspan(i, 1), std::span(unused).subspan(i, 1), i == 0);
    }
    v = 0.8 * v + g;
    decayed -= rate * (v + 0.4 * decayed);
    free -= rate * v;
    EXPECT_NEAR(static_cast<double>(parameters[0]), decayed, test::tolerance(1e-6, 1e-15));
    EXPECT_NEAR(static_cast<double>(parameters[1]), free, test::tolerance(1e-6, 1e-15));
  }
  EXPECT_EQ(unused, std::vector<Scalar>(2));
}

}  // namespace
}  // namespace hourglass
