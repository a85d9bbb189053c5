#include "core/compute/eigenvectors.h"

#include <Eigen/QR>

#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::take;

TEST(Eigenvectors, BelongToTheLargestEigenvalues) {
  Eigen::Matrix3d matrix;
  matrix << 2, 1, 0,  //
      1, 2, 0,        //
      0, 0, 0;
  const Eigenpairs pairs = take(leading_eigenvectors(matrix, 2));
  EXPECT_TRUE(pairs.values.isApprox(Eigen::Vector2d(3, 1), 1e-12));
  const Eigen::Vector3d diagonal(std::sqrt(0.5), std::sqrt(0.5), 0);
  EXPECT_TRUE(pairs.vectors.col(0).isApprox(diagonal, 1e-12));
}

// A symmetric matrix with these eigenvalues and random eigenvectors.
Eigen::MatrixXd matrix_of(const Eigen::VectorXd& eigenvalues) {
  const Eigen::Index size = eigenvalues.size();
  const Eigen::MatrixXd random = test::random_matrix(size, size, 7).cast<double>();
  const Eigen::MatrixXd axes = Eigen::HouseholderQR<Eigen::MatrixXd>(random).householderQ();
  return axes * eigenvalues.asDiagonal() * axes.transpose();
}

// `eigenvalues` must be descending. The tests use so many that Lanczos finds the first few.
void expect_first_eigenpairs(const Eigen::VectorXd& eigenvalues, Eigen::Index count) {
  const Eigen::MatrixXd matrix = matrix_of(eigenvalues);
  const Eigenpairs pairs = take(leading_eigenvectors(matrix, count));
  const double scale = std::max(1.0, eigenvalues.cwiseAbs().maxCoeff());
  const Eigen::MatrixXd& v = pairs.vectors;
  EXPECT_LT((pairs.values - eigenvalues.head(count)).cwiseAbs().maxCoeff(), 1e-12 * scale);
  EXPECT_LT((matrix * v - v * pairs.values.asDiagonal()).cwiseAbs().maxCoeff(), 1e-12 * scale);
  EXPECT_LT((v.transpose() * v - Eigen::MatrixXd::Identity(count, count)).cwiseAbs().maxCoeff(),
            1e-12);
}

TEST(Eigenvectors, AreExactForSlowlyDecayingEigenvalues) {
  expect_first_eigenpairs(Eigen::VectorXd::LinSpaced(150, 150, 1), 10);
}

TEST(Eigenvectors, AreExactForQuicklyDecayingEigenvalues) {
  expect_first_eigenpairs(
      Eigen::VectorXd::NullaryExpr(150, [](Eigen::Index i) { return std::pow(0.8, i); }), 20);
}

// The symmetries of square images cause double eigenvalues.
TEST(Eigenvectors, OfADoubleEigenvalueAreBothFound) {
  expect_first_eigenpairs(
      Eigen::VectorXd::NullaryExpr(150, [](Eigen::Index i) { return 1.0 / double(1 + i / 2); }),
      11);
}

TEST(Eigenvectors, AreCompletedForRankDeficientMatrices) {
  Eigen::VectorXd eigenvalues = Eigen::VectorXd::Zero(150);
  eigenvalues.head(3) << 3, 2, 1;
  expect_first_eigenpairs(eigenvalues, 10);
  expect_first_eigenpairs(Eigen::VectorXd::Zero(150), 10);
}

TEST(Eigenvectors, AreFoundIfAllEigenvaluesAreEqual) {
  expect_first_eigenpairs(Eigen::VectorXd::Constant(150, 2), 10);
}

TEST(Eigenvectors, AreExactForNegativeEigenvalues) {
  expect_first_eigenpairs(Eigen::VectorXd::LinSpaced(150, 1, -5), 4);
}

TEST(Eigenvectors, AreTheSameForAMatrixAndItsProductFunction) {
  const Eigen::MatrixXd matrix = matrix_of(Eigen::VectorXd::LinSpaced(20, 20, 1));
  const auto product = [&](const Eigen::VectorXd& x) -> Eigen::VectorXd { return matrix * x; };
  for (const Eigen::Index count : {1, 5, 20}) {
    const Eigenpairs whole = take(leading_eigenvectors(matrix, count));
    const Eigenpairs pairs = take(leading_eigenvectors(product, 20, count));
    EXPECT_TRUE(pairs.values.isApprox(whole.values, 1e-12));
    EXPECT_TRUE(pairs.vectors.isApprox(whole.vectors, 1e-10));
  }
}

}  // namespace
}  // namespace hourglass
