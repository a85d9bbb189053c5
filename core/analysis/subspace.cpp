#include "core/analysis/subspace.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/analysis/units.h"
#include "core/compute/eigenvectors.h"

namespace hourglass {

Result<Eigen::MatrixXd> decoder_basis(const Model& model) {
  const Result<ConstWeightView> weights = decoder_weights(model);
  if (!weights) return std::unexpected(weights.error());
  const LayerSpec& output = model.spec.architecture.layers.back();
  if (output.type != LayerType::kDense) {
    return fail(model.spec.name, ": expected a linear decoder, found ", to_string(output.type),
                " after its dense layer");
  }
  const Eigen::MatrixXd columns = weights->cast<double>();
  const Result<Eigenpairs> pairs =
      leading_eigenvectors(columns.transpose() * columns, columns.cols());
  Eigen::Index independent = 0;  // stays 0 if a weight is not finite
  if (pairs) {
    const double rounding = std::numeric_limits<double>::epsilon() *
                            static_cast<double>(columns.cols()) * pairs->values[0];
    independent = (pairs->values.array() > rounding).count();
  }
  if (independent < columns.cols()) {
    return fail(model.spec.name, ": expected ", columns.cols(),
                " linearly independent columns of decoder weights, found ", independent);
  }
  return columns * pairs->vectors * pairs->values.cwiseSqrt().cwiseInverse().asDiagonal();
}

Result<std::vector<double>> principal_angles(const Eigen::MatrixXd& basis_a,
                                             const Eigen::MatrixXd& basis_b) {
  if (basis_a.rows() != basis_b.rows()) {
    return fail("principal angles: expected images of the same size, found ", basis_a.rows(),
                " and ", basis_b.rows(), " pixels");
  }
  const bool a_is_smaller = basis_a.cols() <= basis_b.cols();
  const Eigen::MatrixXd& small = a_is_smaller ? basis_a : basis_b;
  const Eigen::MatrixXd& large = a_is_smaller ? basis_b : basis_a;
  const Eigen::MatrixXd products = large.transpose() * small;
  // The cosines are the singular values of this product.
  const Result<Eigenpairs> squares =
      leading_eigenvectors(products.transpose() * products, products.cols());
  if (!squares) return std::unexpected(squares.error());
  std::vector<double> angles;
  for (const double square : squares->values) {
    angles.push_back(std::acos(std::sqrt(std::clamp(square, 0.0, 1.0))));
  }
  return angles;
}

Result<std::vector<double>> principal_angles(const Model& a, const Model& b) {
  const Result<Eigen::MatrixXd> basis_a = decoder_basis(a);
  if (!basis_a) return std::unexpected(basis_a.error());
  const Result<Eigen::MatrixXd> basis_b = decoder_basis(b);
  if (!basis_b) return std::unexpected(basis_b.error());
  return principal_angles(*basis_a, *basis_b);
}

}  // namespace hourglass
