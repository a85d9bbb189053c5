#include "core/data/batch.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "core/data/epoch_order.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::view;

constexpr Noise kNoise{.kind = NoiseKind::kGaussian, .level = 0.5, .mixed = true};

TEST(Batch, AnOrderVisitsEveryImageOnceAndDiffersByEpochAndSeed) {
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
TEST(Batch, ADatasetOfOneWindowIsShuffledAsAWhole) {
  std::vector<std::uint32_t> shuffled(kShuffleWindow);
  std::iota(shuffled.begin(), shuffled.end(), 0U);
  Random(1, Purpose::kShuffle, 2).shuffle(shuffled);
  EXPECT_EQ(shuffled_order(kShuffleWindow, 1, 2), shuffled);
}

TEST(Batch, EveryWindowMixesBlocksFromTheWholeDataset) {
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

TEST(Batch, AnnouncesEachBlockItNeedsOnceAndAsAWhole) {
  const auto owner = std::make_shared<const test::CountingOwner>(Bytes(2 * 5000));
  const Dataset dataset{.pixels_per_image = 2, .pixels = {owner->bytes(), owner}};
  announce_images(dataset, std::array<std::uint32_t, 3>{5, 1023, 1});
  EXPECT_EQ(owner->announced, 2 * kShuffleBlock);
  announce_images(dataset, std::array<std::uint32_t, 2>{4999, 2048});  // the last block is shorter
  EXPECT_EQ(owner->announced, 2 * (2 * kShuffleBlock + 5000 - 4 * kShuffleBlock));
}

TEST(Batch, LoadsImagesAsColumnsInTheRequestedOrder) {
  const Dataset dataset{.pixels_per_image = 2, .pixels = {0, 51, 102, 153, 204, 255}};
  Matrix batch(2, 3);
  load_images(dataset, std::array<std::uint32_t, 3>{2, 0, 2}, view(batch));
  EXPECT_EQ(batch, (Matrix(2, 3) << 204, 0, 204, 255, 51, 255).finished() / Scalar(255));
}

// Image i of a run gets the noise of draw i, however its batch is split into shards.
TEST(Batch, NoiseDoesNotDependOnTheShards) {
  const Matrix clean = Matrix::Constant(10, 6, Scalar(0.5));
  Matrix whole(10, 6), parts(10, 6);
  corrupt_images(view(clean), kNoise, 3, 100, view(whole));
  corrupt_images({clean.data(), 10, 2}, kNoise, 3, 100, {parts.data(), 10, 2});
  corrupt_images({clean.data() + 20, 10, 4}, kNoise, 3, 102, {parts.data() + 20, 10, 4});
  EXPECT_EQ(whole, parts);
  EXPECT_NE(whole.col(0), whole.col(1));
}

TEST(Batch, NoiseDoesNotModifyTheCleanImages) {
  const Dataset dataset = test::random_images(3, 10, 1);
  Matrix clean(10, 3), noisy(10, 3);
  load_images(dataset, std::array<std::uint32_t, 3>{0, 1, 2}, view(clean));
  const Matrix before = clean;
  corrupt_images(view(std::as_const(clean)), kNoise, 3, 0, view(noisy));
  EXPECT_EQ(clean, before);
  EXPECT_NE(noisy, clean);
}

TEST(Batch, UniformImagesCoverThePixelRangeWhateverTheirNumber) {
  const std::vector<Scalar> three = uniform_images(3, 784, 5);
  ASSERT_EQ(three.size(), 3U * 784);
  EXPECT_TRUE(std::ranges::equal(uniform_images(2, 784, 5), std::span(three).first(2 * 784)));
  EXPECT_NE(uniform_images(3, 784, 6), three);
  double sum = 0, squares = 0;
  for (const Scalar pixel : three) {
    EXPECT_TRUE(pixel >= 0 && pixel < 1);
    sum += static_cast<double>(pixel);
    squares += static_cast<double>(pixel * pixel);
  }
  EXPECT_NEAR(sum / 2352, 1.0 / 2, 0.02);
  EXPECT_NEAR(squares / 2352, 1.0 / 3, 0.02);
}

}  // namespace
}  // namespace hourglass
