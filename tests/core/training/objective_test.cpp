#include "core/training/objective.h"

#include <array>
#include <numbers>

#include "tests/core/gradient.h"

namespace hourglass {
namespace {

using test::random_matrix;
using test::view;

// Pixels in [0, 1].
Matrix random_target(Eigen::Index rows, Eigen::Index columns) {
  return (random_matrix(rows, columns, 21).array() / 2 + Scalar(0.5)).max(0).min(1);
}

using LossFunction = double (*)(ConstMatrixView, ConstMatrixView, Scalar, MatrixView);

void expect_exact_gradient(LossFunction loss) {
  constexpr Scalar kWeight = Scalar(1) / 12;
  Matrix output = random_matrix(4, 3, 22);
  const Matrix target = random_target(4, 3);
  Matrix gradient(4, 3), unused(4, 3);
  loss(view(std::as_const(output)), view(target), kWeight, view(gradient));
  const std::vector<Scalar> numeric = test::numeric_gradient({output.data(), 12}, [&] {
    return static_cast<double>(kWeight) *
           loss(view(std::as_const(output)), view(target), kWeight, view(unused));
  });
  EXPECT_LT(test::relative_error({gradient.data(), 12}, numeric), test::kGradientTolerance);
}

TEST(Loss, SquaredErrorGradientMatchesCentralDifferences) { expect_exact_gradient(squared_error); }

TEST(Loss, CrossEntropyGradientMatchesCentralDifferences) {
  expect_exact_gradient(cross_entropy_from_logits);
}

TEST(Loss, L1PenaltyGradientMatchesCentralDifferences) {
  constexpr double kLambda = 0.3;
  constexpr Scalar kWeight = Scalar(0.25);
  Matrix code = random_matrix(5, 4, 23).unaryExpr(
      [](Scalar value) { return value < 0 ? value - Scalar(0.1) : value + Scalar(0.1); });
  const Matrix before = random_matrix(5, 4, 24);
  Matrix gradient = before, unused(5, 4);
  add_l1_penalty(view(std::as_const(code)), kLambda, kWeight, view(gradient));
  const Matrix added = gradient - before;
  const std::vector<Scalar> numeric = test::numeric_gradient({code.data(), 20}, [&] {
    return static_cast<double>(kWeight) *
           add_l1_penalty(view(std::as_const(code)), kLambda, kWeight, view(unused));
  });
  EXPECT_LT(test::relative_error({added.data(), 20}, numeric), test::tolerance(3e-2, 1e-8));
}

TEST(Loss, SquaredErrorIsTheSumOfSquares) {
  Matrix output(2, 2), target(2, 2), gradient(2, 2), expected(2, 2);
  output << 1, 2, 3, 4;
  target << 0, 2, 5, 1;
  expected << 1, 0, -2, 3;
  const double sum = squared_error(view(std::as_const(output)), view(std::as_const(target)),
                                   Scalar(0.5), view(gradient));
  EXPECT_DOUBLE_EQ(sum, 14);
  EXPECT_EQ(gradient, expected);
}

TEST(Loss, CrossEntropyMatchesKnownValues) {
  Matrix logits = Matrix::Zero(1, 1), target = Matrix::Constant(1, 1, 1), gradient(1, 1);
  const auto value = [&](Scalar z, Scalar t) {
    logits(0, 0) = z;
    target(0, 0) = t;
    return cross_entropy_from_logits(view(std::as_const(logits)), view(std::as_const(target)), 1,
                                     view(gradient));
  };
  EXPECT_NEAR(value(0, 1), std::numbers::ln2, 1e-7);
  EXPECT_NEAR(value(0, Scalar(0.3)), std::numbers::ln2, 1e-7);
  EXPECT_NEAR(value(2, 1), 0.12692801104297249, 1e-7);
  EXPECT_NEAR(value(2, 0), 2.1269280110429727, 3e-7);
  EXPECT_NEAR(static_cast<double>(gradient(0, 0)), 0.8807970779778823, 1e-7);
}

TEST(Loss, CrossEntropyOfHugeLogitsIsFiniteAndExact) {
  Matrix logits(1, 4), target(1, 4), gradient(1, 4);
  logits << 1000, -1000, 1000, -1000;
  target << 1, 0, 0, 1;
  const double sum = cross_entropy_from_logits(view(std::as_const(logits)),
                                               view(std::as_const(target)), 1, view(gradient));
  EXPECT_DOUBLE_EQ(sum, 2000);
  EXPECT_EQ(gradient, (Matrix(1, 4) << 0, 0, 1, -1).finished());
}

// log(1 + e) with e = 1e-9 is 1e-9, not 0.
TEST(Loss, CrossEntropyIsAccurateNearZero) {
  const Matrix logits = Matrix::Constant(1, 1, Scalar(20.7232658369));
  const Matrix target = Matrix::Constant(1, 1, 1);
  Matrix gradient(1, 1);
  EXPECT_NEAR(cross_entropy_from_logits(view(logits), view(target), 1, view(gradient)), 1e-9,
              1e-14);
}

TEST(Loss, L1PenaltyOfUnitsAtZeroHasNoGradient) {
  const Matrix code = Matrix::Zero(3, 2);
  Matrix gradient = Matrix::Constant(3, 2, 5);
  EXPECT_EQ(add_l1_penalty(view(code), 0.1, 1, view(gradient)), 0);
  EXPECT_EQ(gradient, Matrix::Constant(3, 2, 5));
}

TEST(Loss, NamesRoundTrip) {
  for (const Loss loss : {Loss::kMse, Loss::kBce}) {
    EXPECT_EQ(test::take(parse_name<Loss>("loss", to_string(loss))), loss);
  }
  test::expect_refused(parse_name<Loss>("loss", "MSE"), "expected one of mse, bce", "\"MSE\"");
}

}  // namespace
}  // namespace hourglass
