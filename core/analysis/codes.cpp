#include "core/analysis/codes.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/models/pass.h"

namespace hourglass {

Result<Codes> codes_of(const Model& model, const Dataset& dataset, ThreadTeam& team) {
  const int units = model.network.code_size();
  const auto size = static_cast<std::size_t>(units);
  Codes codes{.values = std::vector<Scalar>(dataset.count() * size), .units = units};
  const std::size_t code = model.network.code_index();
  const Result<void> done = for_each_chunk(
      model, dataset, {}, code, team, [&](int /*member*/, std::size_t first, PassBatch& chunk) {
        const ConstMatrixView part = chunk.workspace.activation(code);
        std::copy_n(part.data(), part.size(), codes.values.data() + first * size);
      });
  if (!done) return std::unexpected(done.error());
  if (!std::ranges::all_of(codes.values, [](Scalar value) { return std::isfinite(value); })) {
    return fail(model.spec.name, ": expected finite codes, found NaN or infinity");
  }
  return codes;
}

Result<void> check_code(int units, std::span<const Scalar> code) {
  if (std::cmp_equal(code.size(), units)) return {};
  return fail("expected a code of ", units, " numbers, found ", code.size());
}

std::vector<Ranked> ranked(std::span<const Scalar> values) {
  std::vector<Ranked> order;
  order.reserve(values.size());
  for (const Scalar value : values) {
    order.push_back({.value = value, .image = static_cast<std::uint32_t>(order.size())});
  }
  std::ranges::sort(order);
  return order;
}

Result<Neighbours> nearest_codes(const Codes& codes, std::span<const Scalar> code, int count) {
  if (const Result<void> fits = check_code(codes.units, code); !fits) {
    return std::unexpected(fits.error());
  }
  const ConstVectorView given(code.data(), codes.units);
  std::vector<Scalar> distances(codes.count());
  VectorView(distances.data(), static_cast<Eigen::Index>(distances.size())) =
      (codes.matrix().colwise() - given).colwise().norm().transpose();
  std::vector<Ranked> order = ranked(distances);
  order.resize(std::min(codes.count(), static_cast<std::size_t>(std::max(count, 0))));
  Neighbours nearest;
  for (const auto& [distance, image] : order) {
    nearest.images.push_back(image);
    nearest.distances.push_back(distance);
  }
  return nearest;
}

}  // namespace hourglass
