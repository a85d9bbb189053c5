// Principal angles between two linear subspaces, by Björck and Golub, "Numerical Methods for
// Computing Angles Between Linear Subspaces", Mathematics of Computation 27, 1973:
//   A = Qa Ra, B = Qb Rb, cos θ = the singular values of Qaᵀ Qb.
#pragma once

#include "core/models/model.h"

namespace hourglass {

// An orthonormal basis of the outputs that a linear decoder can produce, apart from its bias: the
// column space of its weights (pixels × code units). Returns an error if the decoder is not one
// dense layer without activation, or the columns are linearly dependent.
Result<Eigen::MatrixXd> decoder_basis(const Model& model);

// The angles between the spaces of two orthonormal bases (columns), in radians, ascending. There
// are as many as the smaller space has dimensions; all are 0 if one space contains the other.
// Returns an error if the columns differ in length.
Result<std::vector<double>> principal_angles(const Eigen::MatrixXd& basis_a,
                                             const Eigen::MatrixXd& basis_b);

// The principal angles between the decoder bases of two models. Returns an error if either function
// above does.
Result<std::vector<double>> principal_angles(const Model& a, const Model& b);

}  // namespace hourglass
