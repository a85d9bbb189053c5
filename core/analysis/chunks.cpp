#include "core/analysis/chunks.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/data/batch.h"

namespace hourglass {

Result<void> for_each_chunk(const Model& model, const Dataset& dataset, std::size_t last_layer,
                            ThreadTeam& team, const ChunkVisitor& visit) {
  if (dataset.pixels_per_image != model.network.input_size()) {
    return fail(model.spec.name, ": expected images of ", model.network.input_size(),
                " pixels, found ", dataset.pixels_per_image);
  }
  if (dataset.count() == 0)
    return fail(model.spec.name, ": expected at least one image, found none");
  const auto chunk = static_cast<std::size_t>(model.network.chunk_size());
  team.run([&](int member) {
    const auto [begin, end] = share_of(dataset.count(), member, team.size());
    Workspace workspace;
    std::vector<std::uint32_t> numbers;
    for (std::size_t first = begin; first < end; first += chunk) {
      numbers.resize(std::min(chunk, end - first));
      std::iota(numbers.begin(), numbers.end(), static_cast<std::uint32_t>(first));
      workspace.prepare(model.network, static_cast<int>(numbers.size()));
      load_images(dataset, numbers, workspace.activation(0));
      model.network.forward(model.parameters, workspace, 0, last_layer);
      visit(member, first, workspace);
    }
  });
  return {};
}

Result<std::vector<Scalar>> codes_of(const Model& model, const Dataset& dataset, ThreadTeam& team) {
  const auto units = static_cast<std::size_t>(model.network.code_size());
  std::vector<Scalar> codes(dataset.count() * units);
  const std::size_t code = model.network.code_index();
  const Result<void> done = for_each_chunk(
      model, dataset, code, team, [&](int /*member*/, std::size_t first, Workspace& workspace) {
        const MatrixView chunk = workspace.activation(code);
        std::copy_n(chunk.data(), chunk.size(), codes.data() + first * units);
      });
  if (!done) return std::unexpected(done.error());
  if (!std::ranges::all_of(codes, [](Scalar value) { return std::isfinite(value); })) {
    return fail(model.spec.name, ": expected finite codes, found NaN or infinity");
  }
  return codes;
}

}  // namespace hourglass
