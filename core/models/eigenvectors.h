// The leading eigenvectors of a symmetric matrix, in double precision in every build.
//
// A few are found by the Lanczos method (1950) from two starting vectors at a time (Ruhe 1979),
// with full reorthogonalisation: 30 of 717 take a twentieth of the time of a full decomposition in
// WebAssembly. Two starting vectors find a double eigenvalue twice; the symmetries of square images
// cause such eigenvalues. Copies of one of higher multiplicity may be missed.
#pragma once

#include <Eigen/Core>
#include <functional>

#include "core/base/result.h"

namespace hourglass {

struct Eigenpairs {
  Eigen::VectorXd values;   // largest first
  Eigen::MatrixXd vectors;  // unit vectors, as columns
};

// The `count` largest eigenvalues of a symmetric matrix and their eigenvectors, with signs such
// that the entry of largest magnitude is positive. Returns an error if the iteration does not
// converge.
Result<Eigenpairs> leading_eigenvectors(const Eigen::MatrixXd& symmetric, Eigen::Index count);

// The same for a size × size matrix that is given by its product with a vector.
using SymmetricProduct = std::function<Eigen::VectorXd(const Eigen::VectorXd&)>;
Result<Eigenpairs> leading_eigenvectors(const SymmetricProduct& product, Eigen::Index size,
                                        Eigen::Index count);

}  // namespace hourglass
