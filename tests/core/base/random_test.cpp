#include "core/base/random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <set>
#include <vector>

#include "tests/core/support.h"

namespace hourglass {
namespace {

// The first output of the reference implementation's demo (pcg32-demo.c, www.pcg-random.org).
TEST(Random, GivesThePublishedValuesOfPcg32) {
  Random random(42, 54);
  for (const std::uint32_t expected :
       {0xa15c02b7U, 0x7b47f409U, 0xba1d3330U, 0x83d2f293U, 0xbfa4784bU, 0xcbed606eU}) {
    EXPECT_EQ(random.bits(), expected);
  }
}

TEST(Random, GivesTheSameValuesOnEveryTarget) {
  Random random(1, Purpose::kNoise, 7);
  for (const std::uint32_t expected : {0xaa98de6aU, 0x04d3cf72U, 0x72448511U, 0x1d937536U}) {
    EXPECT_EQ(random.bits(), expected);
  }
  Random uniform(1, Purpose::kShuffle, 2);
  for (const double expected : {0.71242839097976685, 0.99943631887435913, 0.61311358213424683}) {
    EXPECT_EQ(static_cast<double>(uniform.uniform()), expected);
  }
  EXPECT_EQ(uniform.below(10), 9U);
}

TEST(Random, GeneratorsDifferBySeedPurposeAndIndex) {
  std::set<std::uint32_t> firsts;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    for (std::uint64_t index = 0; index < 20; ++index) {
      for (const Purpose purpose : {Purpose::kInitialisation, Purpose::kShuffle, Purpose::kNoise}) {
        firsts.insert(Random(seed, purpose, index).bits());
      }
    }
  }
  EXPECT_EQ(firsts.size(), 1200U);
}

TEST(Random, UniformDrawsFillTheHalfOpenUnitInterval) {
  constexpr int kDraws = 200'000;
  Random random(3);
  double sum = 0, squares = 0, least = 1, greatest = 0;
  for (int i = 0; i < kDraws; ++i) {
    const auto value = static_cast<double>(random.uniform());
    sum += value;
    squares += value * value;
    least = std::min(least, value);
    greatest = std::max(greatest, value);
  }
  EXPECT_GE(least, 0);
  EXPECT_LT(greatest, 1);
  EXPECT_LT(least, 1e-4);
  EXPECT_GT(greatest, 1 - 1e-4);
  EXPECT_NEAR(sum / kDraws, 0.5, 0.003);
  EXPECT_NEAR(squares / kDraws, 1.0 / 3, 0.003);
}

TEST(Random, BelowIsUnbiasedAndWithinItsBound) {
  constexpr int kDraws = 300'000;
  Random random(6);
  std::array<int, 7> counts{};
  for (int i = 0; i < kDraws; ++i) ++counts.at(random.below(7));
  for (const int count : counts) EXPECT_NEAR(count, kDraws / 7.0, 5 * std::sqrt(kDraws / 7.0));
  EXPECT_EQ(random.below(1), 0U);
}

// Without rejection, reducing 2^32 values to 3 · 2^30 would return a third of them twice as often.
TEST(Random, BelowIsUnbiasedForLargeBounds) {
  constexpr std::uint32_t kBound = 3U << 30;
  constexpr int kDraws = 100'000;
  Random random(7);
  std::array<int, 3> thirds{};
  std::array<int, 3> remainders{};
  for (int i = 0; i < kDraws; ++i) {
    const std::uint32_t draw = random.below(kBound);
    ++thirds.at(draw >> 30);
    ++remainders.at(draw % 3);
  }
  for (const int count : thirds) EXPECT_NEAR(count, kDraws / 3.0, 800);
  for (const int count : remainders) EXPECT_NEAR(count, kDraws / 3.0, 800);
}

TEST(Random, ShuffleIsAPermutationThatDependsOnTheSeed) {
  std::vector<std::uint32_t> original(1000);
  std::iota(original.begin(), original.end(), 0U);
  std::vector<std::uint32_t> one = original, same = original, other = original;
  Random(1).shuffle(one);
  Random(1).shuffle(same);
  Random(2).shuffle(other);
  EXPECT_EQ(one, same);
  EXPECT_NE(one, other);
  EXPECT_NE(one, original);
  EXPECT_TRUE(std::ranges::is_permutation(one, original));
}

TEST(Random, ShuffleReachesEveryOrderEquallyOften) {
  constexpr int kShuffles = 60'000;
  std::array<int, 6> counts{};
  Random random(8);
  for (int i = 0; i < kShuffles; ++i) {
    std::array<std::uint32_t, 3> order{0, 1, 2};
    random.shuffle(order);
    ++counts.at(2 * order[0] + (order[1] > order[2] ? 1 : 0));
  }
  for (const int count : counts) EXPECT_NEAR(count, kShuffles / 6.0, 5 * 100);
}

TEST(Random, ShuffleOfZeroOrOneElementsChangesNothing) {
  std::vector<std::uint32_t> none;
  std::vector<std::uint32_t> one{9};
  Random(1).shuffle(none);
  Random(1).shuffle(one);
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(one, std::vector<std::uint32_t>{9});
}

}  // namespace
}  // namespace hourglass
