#include "core/analysis/subspace.h"

#include <Eigen/QR>
#include <Eigen/SVD>
#include <algorithm>
#include <cmath>

#include "core/analysis/units.h"

namespace hourglass {
Result<Eigen::MatrixXd> decoder_basis(const Model& model) {
  const Result<ConstWeightView> weights = decoder_weights(model);
  if (!weights) return std::unexpected(weights.error());
  const LayerSpec& output = model.spec.architecture.layers.back();
  if (output.type != LayerType::kDense) {
    return fail(model.spec.name, ": expected a linear decoder, found ", to_string(output.type),
                " behind its dense layer");
  }
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(weights->cast<double>());
  if (qr.rank() < weights->cols()) {
    return fail(model.spec.name, ": expected ", weights->cols(),
                " linearly independent columns of decoder weights, found ", qr.rank());
  }
  return qr.householderQ() * Eigen::MatrixXd::Identity(weights->rows(), weights->cols());
}

Result<std::vector<double>> principal_angles(const Eigen::MatrixXd& basis_a,
                                             const Eigen::MatrixXd& basis_b) {
  if (basis_a.rows() != basis_b.rows()) {
    return fail("principal angles: expected images of one size, found ", basis_a.rows(), " and ",
                basis_b.rows(), " pixels");
  }
  const Eigen::BDCSVD<Eigen::MatrixXd> svd(basis_a.transpose() * basis_b);
  std::vector<double> angles;
  for (const double cosine : svd.singularValues()) {
    angles.push_back(std::acos(std::min(cosine, 1.0)));
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
