#include "core/data/epoch_order.h"

#include <algorithm>
#include <numeric>

#include "core/base/random.h"

namespace hourglass {

std::vector<std::uint32_t> shuffled_order(std::size_t count, std::uint64_t seed,
                                          std::int64_t epoch) {
  Random random(seed, Purpose::kShuffle, static_cast<std::uint64_t>(epoch));
  std::vector<std::uint32_t> order(count);
  if (count <= kShuffleWindow) {
    std::iota(order.begin(), order.end(), 0U);
  } else {
    std::vector<std::uint32_t> blocks((count - 1) / kShuffleBlock + 1);
    std::iota(blocks.begin(), blocks.end(), 0U);
    random.shuffle(blocks);
    auto to = order.begin();
    for (const std::uint32_t block : blocks) {
      const std::size_t first = block * kShuffleBlock;
      const auto end = to + static_cast<std::ptrdiff_t>(std::min(kShuffleBlock, count - first));
      std::iota(to, end, static_cast<std::uint32_t>(first));
      to = end;
    }
  }
  for (std::span<std::uint32_t> rest = order; !rest.empty();) {
    const std::size_t window = std::min(kShuffleWindow, rest.size());
    random.shuffle(rest.first(window));
    rest = rest.subspan(window);
  }
  return order;
}

void announce_images(const Dataset& dataset, std::span<const std::uint32_t> numbers) {
  const std::size_t size = dataset.image_size();
  std::vector<bool> is_read((dataset.count() + kShuffleBlock - 1) / kShuffleBlock);
  for (const std::uint32_t number : numbers) is_read[number / kShuffleBlock] = true;
  for (std::size_t block = 0; block < is_read.size(); ++block) {
    if (!is_read[block]) continue;
    const std::size_t first = block * kShuffleBlock * size;
    const std::size_t most = kShuffleBlock * size;
    dataset.pixels.subspan(first, std::min(most, dataset.pixels.size() - first)).announce();
  }
}

}  // namespace hourglass
