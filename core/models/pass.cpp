#include "core/models/pass.h"

#include <algorithm>
#include <numeric>

namespace hourglass {

void PassBatch::load(const Network& network, const Dataset& dataset,
                     std::span<const std::uint32_t> numbers, const Corruption& corruption,
                     std::uint64_t first_draw) {
  const auto columns = static_cast<int>(numbers.size());
  workspace.prepare(network, columns);
  clean.resize(network.input_size(), columns);
  load_images(dataset, numbers, MatrixView(clean.data(), clean.rows(), clean.cols()));
  corrupt_images(target(), corruption.noise, corruption.seed, first_draw,
                 workspace.write_activation(0));
}

Result<void> for_each_chunk(const Model& model, const Dataset& dataset,
                            const Corruption& corruption, std::size_t last_layer, ThreadTeam& team,
                            const ChunkVisitor& visit) {
  if (const Result<void> fits = check_images(model, dataset); !fits) return fits;
  const auto size = static_cast<std::size_t>(model.network.chunk_size());
  team.run([&](int member) {
    const auto [begin, end] = share_of((dataset.count() + size - 1) / size, member, team.size());
    PassBatch chunk;
    std::vector<std::uint32_t> numbers;
    for (std::size_t number = begin; number < end; ++number) {
      const std::size_t first = number * size;
      numbers.resize(std::min(size, dataset.count() - first));
      std::iota(numbers.begin(), numbers.end(), static_cast<std::uint32_t>(first));
      chunk.load(model.network, dataset, numbers, corruption, first);
      model.network.forward(model.parameters, chunk.workspace, 0, last_layer);
      visit(member, first, chunk);
    }
  });
  return {};
}

}  // namespace hourglass
