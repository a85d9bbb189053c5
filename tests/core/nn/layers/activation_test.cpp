#include "core/nn/layers/activation.h"

#include <limits>

#include "tests/core/nn/layer_gradient.h"

namespace hourglass {
namespace {

using test::random_matrix;
using test::view;

Matrix apply(const Layer& layer, const Matrix& x) {
  Matrix y(x.rows(), x.cols());
  layer.forward(view(x), {}, view(y));
  return y;
}

TEST(Relu, GradientMatchesCentralDifferences) {
  // Away from the kink at 0, where there is no gradient.
  const Matrix x = random_matrix(6, 4, 1).unaryExpr(
      [](Scalar value) { return value < 0 ? value - Scalar(0.1) : value + Scalar(0.1); });
  test::expect_exact_gradients(Relu({.channels = 6}), x);
}

TEST(Relu, KeepsOnlyPositiveValues) {
  Matrix x(5, 1), expected(5, 1);
  x << -2, -0.0, 0, 3, std::numeric_limits<Scalar>::infinity();
  expected << 0, 0, 0, 3, std::numeric_limits<Scalar>::infinity();
  EXPECT_EQ(apply(Relu({.channels = 5}), x), expected);
}

// A diverged network must not look like one with dead units.
TEST(Relu, PropagatesNan) {
  const Matrix x = Matrix::Constant(19, 1, std::numeric_limits<Scalar>::quiet_NaN());
  EXPECT_TRUE(apply(Relu({.channels = 19}), x).array().isNaN().all());
}

TEST(Sigmoid, GradientMatchesCentralDifferences) {
  test::expect_exact_gradients(Sigmoid({.channels = 6}), random_matrix(6, 4, 2));
}

TEST(Sigmoid, IsTheLogisticFunction) {
  const Matrix x = random_matrix(40, 5, 3) * Scalar(4);
  const Matrix y = apply(Sigmoid({.channels = 40}), x);
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    const double expected = 1 / (1 + std::exp(-static_cast<double>(x.data()[i])));
    EXPECT_NEAR(static_cast<double>(y.data()[i]), expected, test::tolerance(3e-7, 1e-15));
  }
}

TEST(Sigmoid, SaturatesWithoutNan) {
  for (const double magnitude : {20.0, 100.0, 1e4, 1e30}) {
    const auto large = static_cast<Scalar>(magnitude);
    const Matrix y = apply(Sigmoid({.channels = 16}), Matrix::Constant(16, 1, large));
    const Matrix z = apply(Sigmoid({.channels = 16}), Matrix::Constant(16, 1, -large));
    EXPECT_NEAR(static_cast<double>(y.minCoeff()), 1, 1e-6);
    EXPECT_LE(y.maxCoeff(), 1);
    EXPECT_NEAR(static_cast<double>(z.maxCoeff()), 0, 1e-6);
    EXPECT_GE(z.minCoeff(), 0);
  }
}

}  // namespace
}  // namespace hourglass
