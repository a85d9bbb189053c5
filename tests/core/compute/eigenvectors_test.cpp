#include "core/compute/eigenvectors.h"

#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::take;

TEST(Eigenvectors, AreThoseOfTheLargestEigenvaluesOfTheLowerTriangle) {
  Eigen::Matrix3d lower;
  lower << 2, 9, 9,  //
      1, 2, 9,       //
      0, 0, 0;
  const Eigenpairs pairs = take(leading_eigenvectors(lower, 2));
  EXPECT_TRUE(pairs.values.isApprox(Eigen::Vector2d(3, 1), 1e-12));
  const Eigen::Vector3d diagonal(std::sqrt(0.5), std::sqrt(0.5), 0);
  EXPECT_TRUE(pairs.vectors.col(0).isApprox(diagonal, 1e-12));
}

}  // namespace
}  // namespace hourglass
