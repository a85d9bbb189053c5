#include "core/base/random.h"

#include <utility>

namespace hourglass {
namespace {

// SplitMix64's finaliser (Steele, Lea, Flood 2014): neighbouring inputs give unrelated outputs.
std::uint64_t mix(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t stream) : increment_((stream << 1) | 1) {
  bits();
  state_ += seed;
  bits();
}

Random::Random(std::uint64_t seed, Purpose purpose, std::uint64_t index)
    : Random(mix(mix(seed) + index), std::to_underlying(purpose)) {}

std::uint32_t Random::below(std::uint32_t bound) {
  const std::uint32_t threshold = (0U - bound) % bound;
  while (true) {
    const std::uint64_t product = static_cast<std::uint64_t>(bits()) * bound;
    if (static_cast<std::uint32_t>(product) >= threshold) {
      return static_cast<std::uint32_t>(product >> 32);
    }
  }
}

void Random::shuffle(std::span<std::uint32_t> values) {
  for (std::size_t last = values.size(); last > 1; --last) {
    std::swap(values[last - 1], values[below(static_cast<std::uint32_t>(last))]);
  }
}

}  // namespace hourglass
