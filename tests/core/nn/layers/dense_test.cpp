#include "core/nn/layers/dense.h"

#include <numeric>

#include "tests/core/nn/layer_gradient.h"

namespace hourglass {
namespace {

using test::random_matrix;
using test::view;

TEST(Dense, GradientMatchesCentralDifferences) {
  test::expect_exact_gradients(Dense({.channels = 5}, 4), random_matrix(5, 3, 1));
  test::expect_exact_gradients(Dense({.channels = 2, .height = 3, .width = 2}, 7),
                               random_matrix(12, 1, 2));
}

TEST(Dense, ForwardIsWeightsTimesInputPlusBias) {
  const Dense layer({.channels = 2}, 3);
  const std::vector<Scalar> parameters{1, 2, 3, 4, 5, 6, /*bias*/ 10, 20, 30};
  Matrix x(2, 2);
  x << 1, 0,  //
      1, -1;
  Matrix y(3, 2), expected(3, 2);
  expected << 13, 8,  //
      27, 16,         //
      41, 24;
  layer.forward(view(std::as_const(x)), parameters, view(y));
  EXPECT_EQ(y, expected);
}

TEST(Dense, ParametersAreNamedAndShapedAsInPyTorch) {
  const Dense layer({.channels = 3}, 2);
  const std::vector<ParameterTensor> tensors = layer.parameter_tensors();
  ASSERT_EQ(tensors.size(), 2U);
  EXPECT_EQ(tensors[0].name, "weight");
  EXPECT_EQ(tensors[0].shape, (std::vector<int>{2, 3}));
  EXPECT_EQ(tensors[1].name, "bias");
  EXPECT_EQ(tensors[1].shape, std::vector<int>{2});
  EXPECT_EQ(layer.parameter_count(), 8U);
  EXPECT_EQ(layer.output_shape(), Shape{.channels = 2});
}

// Mean, variance and largest magnitude of initial weights.
struct Spread {
  double mean;
  double variance;
  double largest;
};

Spread spread_of(const Dense& layer, bool relu_follows, std::size_t weights) {
  std::vector<Scalar> parameters(layer.parameter_count(), Scalar(9));
  Random random(3);
  layer.initialise(parameters, relu_follows, random);
  for (std::size_t i = weights; i < parameters.size(); ++i) EXPECT_EQ(parameters[i], 0);
  Spread spread{};
  for (const Scalar weight : std::span(parameters).first(weights)) {
    const auto value = static_cast<double>(weight);
    spread.mean += value / static_cast<double>(weights);
    spread.variance += value * value / static_cast<double>(weights);
    spread.largest = std::max(spread.largest, std::abs(value));
  }
  return spread;
}

TEST(Dense, UsesHeInitialisationBeforeARelu) {
  const Spread spread = spread_of(Dense({.channels = 200}, 300), true, 60'000);
  EXPECT_NEAR(spread.mean, 0, 0.002);
  EXPECT_NEAR(spread.variance, 2.0 / 200, 0.0003);
  EXPECT_GT(spread.largest, 3.5 * std::sqrt(2.0 / 200));  // normal, not uniform
}

TEST(Dense, UsesGlorotInitialisationOtherwise) {
  const Spread spread = spread_of(Dense({.channels = 200}, 300), false, 60'000);
  EXPECT_NEAR(spread.mean, 0, 0.002);
  EXPECT_NEAR(spread.variance, 2.0 / 500, 0.0001);
  EXPECT_LE(spread.largest, std::sqrt(6.0 / 500) * (1 + 1e-6));
}

}  // namespace
}  // namespace hourglass
