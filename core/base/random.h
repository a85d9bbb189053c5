// The random number generator, PCG32 (XSH-RR 64/32).
// M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for
// Random Number Generation", HMC-CS-2014-0905.
//
// The same seed gives the same draws on every target. No generator state is stored: each use
// creates its own generator from (seed, purpose, index), so a checkpoint needs only the seed and
// the step counter, and threads can draw noise for different images in any order.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/scalar.h"

namespace hourglass {

enum class Purpose : std::uint64_t {
  kInitialisation = 1,
  kShuffle = 2,
  kNoise = 3,
  kWalk = 4,
  kUniformImage = 5,
};

class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

  // Creates the generator for one use, such as (seed, kShuffle, epoch) or (seed, kNoise, image).
  Random(std::uint64_t seed, Purpose purpose, std::uint64_t index);

  // Returns 32 uniform random bits.
  std::uint32_t bits() {
    const std::uint64_t old = state_;
    state_ = old * kMultiplier + increment_;
    const auto xorshifted = static_cast<std::uint32_t>(((old >> 18) ^ old) >> 27);
    const auto rotation = static_cast<std::uint32_t>(old >> 59);
    return (xorshifted >> rotation) | (xorshifted << ((32 - rotation) & 31));
  }

  // A uniform number in [0, 1), made from the upper 24 bits of one draw.
  Scalar uniform() { return static_cast<Scalar>(bits() >> 8) * (Scalar(1) / Scalar(1 << 24)); }

  // An unbiased uniform integer in [0, bound), bound > 0 (Lemire 2019, arXiv:1805.10941).
  std::uint32_t below(std::uint32_t bound);

  // Shuffles the values in place (Fisher–Yates, from the last element down).
  void shuffle(std::span<std::uint32_t> values);

 private:
  static constexpr std::uint64_t kMultiplier = 6364136223846793005ULL;

  std::uint64_t state_ = 0;
  std::uint64_t increment_ = 0;
};

}  // namespace hourglass
