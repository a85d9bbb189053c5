#include "core/training/adam.h"

#include <array>

#include "tests/core/support.h"

namespace hourglass {
namespace {

struct Block {
  std::vector<Scalar> parameters;
  std::vector<Scalar> first = std::vector<Scalar>(parameters.size());
  std::vector<Scalar> second = std::vector<Scalar>(parameters.size());

  void step(const std::vector<Scalar>& gradients, std::int64_t clock, const AdamOptions& options) {
    AdamStep(options, clock).update(parameters, gradients, first, second, /*decays=*/true);
  }
};

TEST(Adam, FirstStepMovesEveryParameterByTheLearningRate) {
  Block block{.parameters = std::vector<Scalar>(6, 0)};
  block.step({1000, -1000, 1, -1, Scalar(1e-3), Scalar(-1e-3)}, 1, {.learning_rate = 0.01});
  for (std::size_t i = 0; i < 6; ++i) {
    const double expected = i % 2 == 0 ? -0.01 : 0.01;
    EXPECT_NEAR(static_cast<double>(block.parameters[i]) / expected, 1,
                i < 4 ? test::tolerance(1e-6, 2e-8) : 2e-5);
  }
}

TEST(Adam, DoesNotMoveWithoutAGradient) {
  Block block{.parameters = {1, 2, 3}};
  block.step({0, 0, 0}, 1, {});
  EXPECT_EQ(block.parameters, (std::vector<Scalar>{1, 2, 3}));
}

// Algorithm 1 of Kingma and Ba, with m̂ and v̂ written out.
TEST(Adam, FollowsThePublishedAlgorithm) {
  const AdamOptions options{
      .learning_rate = 0.02, .first_decay = 0.8, .second_decay = 0.95, .epsilon = 1e-3};
  Block block{.parameters = {Scalar(0.5)}};
  double theta = 0.5, m = 0, v = 0;
  for (int t = 1; t <= 20; ++t) {
    const double g = std::sin(t) + 0.3;
    block.step({static_cast<Scalar>(g)}, t, options);
    m = 0.8 * m + 0.2 * g;
    v = 0.95 * v + 0.05 * g * g;
    const double m_hat = m / (1 - std::pow(0.8, t)), v_hat = v / (1 - std::pow(0.95, t));
    theta -= 0.02 * m_hat / (std::sqrt(v_hat) + 1e-3);
    EXPECT_NEAR(static_cast<double>(block.parameters[0]), theta, test::tolerance(1e-6, 1e-15));
  }
}

// Algorithm 2 of Loshchilov and Hutter with a changing learning rate: the decay is proportional to
// the rate and to the parameter before the step, and never enters the moments.
TEST(Adam, DecouplesWeightDecayFromTheGradient) {
  Block block{.parameters = {Scalar(0.5), Scalar(-2)}}, free = block;
  double theta = 0.5, m = 0, v = 0;
  for (int t = 1; t <= 20; ++t) {
    const double g = std::sin(t) + 0.3, rate = 0.02 / t;
    block.step({static_cast<Scalar>(g), 0}, t, {.learning_rate = rate, .weight_decay = 0.4});
    free.step({static_cast<Scalar>(g), 0}, t, {.learning_rate = rate});
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    const double m_hat = m / (1 - std::pow(0.9, t)), v_hat = v / (1 - std::pow(0.999, t));
    theta -= rate * (m_hat / (std::sqrt(v_hat) + 1e-8) + 0.4 * theta);
    EXPECT_NEAR(static_cast<double>(block.parameters[0]), theta, test::tolerance(1e-6, 1e-14));
  }
  double shrunk = -2;
  for (int t = 1; t <= 20; ++t) shrunk *= 1 - 0.02 / t * 0.4;
  EXPECT_NEAR(static_cast<double>(block.parameters[1]), shrunk, test::tolerance(1e-6, 1e-14));
  EXPECT_EQ(block.first, free.first);
  EXPECT_EQ(block.second, free.second);
}

// With β₂ = 0.999 in float, 1 − β₂ must not lose precision.
TEST(Adam, MomentsAreAccurateAfterTheFirstStep) {
  Block block{.parameters = {0}};
  block.step({1}, 1, {});
  EXPECT_NEAR(static_cast<double>(block.first[0]), 0.1, test::tolerance(1e-8, 1e-16));
  EXPECT_NEAR(static_cast<double>(block.second[0]), 0.001, test::tolerance(1e-10, 1e-18));
}

TEST(Adam, UpdatingABlockInPartsEqualsUpdatingItAtOnce) {
  Block whole{.parameters = std::vector<Scalar>(10, 1)}, parts = whole;
  for (int clock = 1; clock <= 5; ++clock) {
    std::vector<Scalar> gradients(10);
    for (std::size_t i = 0; i < 10; ++i) {
      gradients[i] = static_cast<Scalar>(std::cos(static_cast<double>(i) * clock));
    }
    whole.step(gradients, clock, {});
    for (const auto& [first, count] : {std::pair<std::size_t, std::size_t>{0, 3}, {3, 7}}) {
      AdamStep({}, clock).update(std::span(parts.parameters).subspan(first, count),
                                 std::span(gradients).subspan(first, count),
                                 std::span(parts.first).subspan(first, count),
                                 std::span(parts.second).subspan(first, count), true);
    }
  }
  EXPECT_EQ(whole.parameters, parts.parameters);
}

}  // namespace
}  // namespace hourglass
