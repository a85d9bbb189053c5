#include "core/analysis/components.h"

namespace hourglass {

Result<std::vector<double>> explained_variance(const Model& model) {
  if (!model.spectrum) return fail(model.spec.name, ": expected a fitted PCA");
  std::vector<double> shares = model.spectrum->variances;
  const double total = model.spectrum->total_variance;
  for (double& share : shares) share = total > 0 ? share / total : 0;
  return shares;
}

Result<std::vector<Scalar>> reconstruct_first(const Model& model, std::span<const Scalar> images,
                                              int components) {
  if (model.spec.fit != Fit::kPca) return fail(model.spec.name, ": expected a PCA");
  const int units = model.network.code_size();
  if (components < 0 || components > units) {
    return fail(model.spec.name, ": expected 0 to ", units, " components, found ", components);
  }
  Result<std::vector<Scalar>> codes = encode(model, images);
  if (!codes) return codes;
  MatrixView(codes->data(), units, static_cast<Eigen::Index>(codes->size()) / units)
      .bottomRows(units - components)
      .setZero();
  return decode(model, *codes);
}

}  // namespace hourglass
