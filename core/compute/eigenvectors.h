// The principal axes of a symmetric matrix, in double whatever the build.
#pragma once

#include <Eigen/Core>

#include "core/base/result.h"

namespace hourglass {

struct Eigenpairs {
  Eigen::VectorXd values;   // largest first
  Eigen::MatrixXd vectors;  // of length 1, as columns
};

// The `count` largest eigenvalues of a symmetric matrix, of which only the lower triangle is read,
// with their eigenvectors; a vector's sign is set so that its entry of largest magnitude is
// positive. Refused: a decomposition that does not converge.
Result<Eigenpairs> leading_eigenvectors(const Eigen::MatrixXd& symmetric, Eigen::Index count);

}  // namespace hourglass
