// How far apart two linear subspaces lie: principal angles by Björck and Golub, "Numerical Methods
// for Computing Angles Between Linear Subspaces", Mathematics of Computation 27, 1973:
//   A = Qa Ra, B = Qb Rb, cos θ = the singular values of Qaᵀ Qb.
#pragma once

#include "core/models/model.h"

namespace hourglass {

// An orthonormal basis of the images that a linear decoder reaches, but for its bias: of the column
// space of its weights (pixels × units of the code). Refused: a decoder that is not one dense layer
// without activation, and weights whose columns are linearly dependent.
Result<Eigen::MatrixXd> decoder_basis(const Model& model);

// The angles between the spaces of two orthonormal bases (columns), in radians and ascending: as
// many as the smaller has dimensions; all 0 where one contains the other. Refused: columns of two
// lengths.
Result<std::vector<double>> principal_angles(const Eigen::MatrixXd& basis_a,
                                             const Eigen::MatrixXd& basis_b);

// The same between the images that two linear decoders reach. Refused: as above.
Result<std::vector<double>> principal_angles(const Model& a, const Model& b);

}  // namespace hourglass
