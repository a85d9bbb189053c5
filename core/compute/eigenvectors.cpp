#include "core/compute/eigenvectors.h"

#include <Eigen/Eigenvalues>

namespace hourglass {

Result<Eigenpairs> leading_eigenvectors(const Eigen::MatrixXd& symmetric, Eigen::Index count) {
  // Eigen sorts the eigenvalues upwards and reads the lower triangle only.
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(symmetric);
  if (solver.info() != Eigen::Success) {
    return fail("the eigenvalue decomposition did not converge");
  }
  Eigenpairs pairs{.values = solver.eigenvalues().reverse().head(count),
                   .vectors = solver.eigenvectors().rowwise().reverse().leftCols(count)};
  for (auto vector : pairs.vectors.colwise()) {
    Eigen::Index largest = 0;
    vector.cwiseAbs().maxCoeff(&largest);
    if (vector[largest] < 0) vector = -vector;
  }
  return pairs;
}

}  // namespace hourglass
