#include "core/analysis/codes.h"

#include <algorithm>
#include <cmath>

#include "core/models/pass.h"

namespace hourglass {

Result<std::vector<Scalar>> codes_of(const Model& model, const Dataset& dataset, ThreadTeam& team) {
  const auto units = static_cast<std::size_t>(model.network.code_size());
  std::vector<Scalar> codes(dataset.count() * units);
  const std::size_t code = model.network.code_index();
  const Result<void> done = for_each_chunk(
      model, dataset, {}, code, team, [&](int /*member*/, std::size_t first, PassBatch& chunk) {
        const ConstMatrixView part = chunk.workspace.activation(code);
        std::copy_n(part.data(), part.size(), codes.data() + first * units);
      });
  if (!done) return std::unexpected(done.error());
  if (!std::ranges::all_of(codes, [](Scalar value) { return std::isfinite(value); })) {
    return fail(model.spec.name, ": expected finite codes, found NaN or infinity");
  }
  return codes;
}

}  // namespace hourglass
