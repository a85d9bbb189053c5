#include "core/data/epoch_order.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "core/base/random.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

TEST(EpochOrder, AnOrderVisitsEveryImageOnceAndDiffersByEpochAndSeed) {
  const std::vector<std::uint32_t> order = shuffled_order(500, 1, 0);
  std::vector<std::uint32_t> all(500);
  std::iota(all.begin(), all.end(), 0U);
  EXPECT_TRUE(std::ranges::is_permutation(order, all));
  EXPECT_EQ(order, shuffled_order(500, 1, 0));
  EXPECT_NE(order, shuffled_order(500, 1, 1));
  EXPECT_NE(order, shuffled_order(500, 2, 0));
  EXPECT_TRUE(shuffled_order(0, 1, 0).empty());
}

// Resumed runs depend on this order, so it must never change.
TEST(EpochOrder, ADatasetOfOneWindowIsShuffledAsAWhole) {
  std::vector<std::uint32_t> shuffled(kShuffleWindow);
  std::iota(shuffled.begin(), shuffled.end(), 0U);
  Random(1, Purpose::kShuffle, 2).shuffle(shuffled);
  EXPECT_EQ(shuffled_order(kShuffleWindow, 1, 2), shuffled);
}

TEST(EpochOrder, EveryWindowMixesBlocksFromTheWholeDataset) {
  constexpr std::size_t kCount = 4 * kShuffleWindow + 3000;
  const std::vector<std::uint32_t> order = shuffled_order(kCount, 1, 0);
  std::vector<bool> visited(kCount);
  for (std::size_t first = 0; first < kCount; first += kShuffleWindow) {
    const std::size_t size = std::min(kShuffleWindow, kCount - first);
    std::vector<std::size_t> blocks;
    double mean = 0;
    for (const std::uint32_t number : std::span(order).subspan(first, size)) {
      EXPECT_FALSE(visited.at(number));
      visited[number] = true;
      blocks.push_back(number / kShuffleBlock);
      mean += static_cast<double>(number) / static_cast<double>(size);
    }
    if (size == kShuffleWindow) {
      EXPECT_NEAR(mean / kCount, 0.5, 0.15);
      std::size_t beside = 0;  // neighbours from the same block
      for (std::size_t i = 1; i < size; ++i) beside += blocks[i] == blocks[i - 1] ? 1 : 0;
      EXPECT_LT(beside, size / 32);
    }
    std::ranges::sort(blocks);
    const auto repeated = std::ranges::unique(blocks);
    EXPECT_LE(blocks.size() - repeated.size(), 66U);  // a window may cut two blocks
  }
  EXPECT_EQ(std::ranges::count(visited, true), std::ssize(visited));
  EXPECT_NE(order, shuffled_order(kCount, 1, 1));
  EXPECT_NE(order, shuffled_order(kCount, 2, 0));
}

TEST(EpochOrder, AnnouncesEachBlockItNeedsOnceAndAsAWhole) {
  const auto owner = std::make_shared<const test::CountingOwner>(Bytes(2 * 5000));
  const Dataset dataset{.shape = {2}, .pixels = {owner->bytes(), owner}};
  announce_images(dataset, std::array<std::uint32_t, 3>{5, 1023, 1});
  EXPECT_EQ(owner->announced, 2 * kShuffleBlock);
  announce_images(dataset, std::array<std::uint32_t, 2>{4999, 2048});  // the last block is shorter
  EXPECT_EQ(owner->announced, 2 * (2 * kShuffleBlock + 5000 - 4 * kShuffleBlock));
}

}  // namespace
}  // namespace hourglass
