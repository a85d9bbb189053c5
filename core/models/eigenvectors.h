// The principal axes of a symmetric matrix, in double whatever the build.
//
// Where few are wanted, by Lanczos's method (1950) from two starting vectors at a time (Ruhe 1979),
// with all vectors kept orthogonal: 30 axes of 717 take about 110 products of the matrix with a
// vector, in WebAssembly 25 ms where the whole decomposition takes 550. Two, so that an eigenvalue
// that occurs twice, as symmetries of a square image make it do, is found twice; of one that occurs
// more often, copies may be missed.
#pragma once

#include <Eigen/Core>
#include <functional>

#include "core/base/result.h"

namespace hourglass {

struct Eigenpairs {
  Eigen::VectorXd values;   // largest first
  Eigen::MatrixXd vectors;  // of length 1, as columns
};

// The `count` largest eigenvalues of a symmetric matrix, with their eigenvectors; a vector's sign
// is set so that its entry of largest magnitude is positive. Refused: a decomposition that does not
// converge.
Result<Eigenpairs> leading_eigenvectors(const Eigen::MatrixXd& symmetric, Eigen::Index count);

// The same of a matrix of size × size that is given by its product with a vector.
using SymmetricProduct = std::function<Eigen::VectorXd(const Eigen::VectorXd&)>;
Result<Eigenpairs> leading_eigenvectors(const SymmetricProduct& product, Eigen::Index size,
                                        Eigen::Index count);

}  // namespace hourglass
