#include "core/analysis/errors.h"

#include "core/models/pass.h"

namespace hourglass {

Result<std::vector<double>> image_errors(const Model& model, const Dataset& dataset,
                                         ThreadTeam& team) {
  std::vector<double> errors(dataset.count());
  const std::size_t end = model.network.layer_count();
  const Result<void> done = for_each_chunk(
      model, dataset, {}, end, team, [&](int /*member*/, std::size_t first, PassBatch& chunk) {
        const ConstMatrixView clean = chunk.target();
        const ConstMatrixView rebuilt = chunk.workspace.activation(end);
        for (Eigen::Index column = 0; column < clean.cols(); ++column) {
          errors[first + static_cast<std::size_t>(column)] =
              (rebuilt.col(column) - clean.col(column)).cast<double>().squaredNorm() /
              static_cast<double>(clean.rows());
        }
      });
  if (!done) return std::unexpected(done.error());
  return errors;
}

}  // namespace hourglass
