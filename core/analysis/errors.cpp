#include "core/analysis/errors.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include "core/models/pass.h"

namespace hourglass {
namespace {

std::vector<Scalar> numbers_of(ConstMatrixView view) {
  return {view.data(), view.data() + view.size()};
}

}  // namespace

Result<Comparison> compare(std::span<const Scalar> rebuilt, std::span<const Scalar> target) {
  if (rebuilt.empty() || rebuilt.size() != target.size()) {
    return fail("compare: expected as many rebuilt pixels as target pixels, found ", rebuilt.size(),
                " and ", target.size());
  }
  Comparison comparison;
  std::ranges::transform(rebuilt, target, std::back_inserter(comparison.difference), std::minus{});
  for (const Scalar difference : comparison.difference) {
    comparison.mean_squared_error += static_cast<double>(difference) * difference;
  }
  comparison.mean_squared_error /= static_cast<double>(rebuilt.size());
  return comparison;
}

Result<Look> look(const Model& model, std::span<const Scalar> image,
                  std::span<const Scalar> target) {
  if (const Result<void> fits = check_image(model, image); !fits) {
    return std::unexpected(fits.error());
  }
  const Network& network = model.network;
  Workspace workspace;
  workspace.prepare(network, 1);
  std::ranges::copy(image, workspace.write_activation(0).data());
  network.forward(model.parameters, workspace, 0, network.layer_count());
  Look look{.code = numbers_of(workspace.activation(network.code_index())),
            .rebuilt = numbers_of(workspace.activation(network.layer_count())),
            .comparison = {}};
  Result<Comparison> comparison = compare(look.rebuilt, target);
  if (!comparison) return std::unexpected(comparison.error());
  look.comparison = std::move(*comparison);
  return look;
}

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
