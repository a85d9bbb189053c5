#include "core/base/random.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace hourglass {
namespace {

constexpr std::uint64_t kMultiplier = 6364136223846793005ULL;
constexpr Scalar kTwoToMinus24 = Scalar(1) / Scalar(1 << 24);

// SplitMix64's finaliser (Steele, Lea, Flood 2014): neighbouring inputs give unrelated outputs.
std::uint64_t mix(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

// What normals() computes at a time. Always whole: Eigen computes what fills no vector by other
// instructions.
constexpr std::size_t kPairs = 64;
using Block = Eigen::Array<Scalar, kPairs, 1>;

struct Directions {
  Block cosine;
  Block sine;
};

// Of angles of 2π · turns, turns in [0, 1), half a turn away: Taylor's series within an eighth of a
// turn, and whole quarters. Eigen's own sine is not computed in vectors everywhere.
Directions opposite_directions(const Block& turns) {
  constexpr int kTerms = sizeof(Scalar) == sizeof(float) ? 5 : 9;
  const Block quarters = (Scalar(4) * turns - Scalar(1.5)).floor();  // −2 to 2
  const Block x =
      Scalar(2) * std::numbers::pi_v<Scalar> * (turns - Scalar(0.5) - Scalar(0.25) * quarters);
  Directions within{.cosine = Block::Ones(), .sine = Block::Ones()};
  for (int term = 2 * kTerms - 2; term > 0; term -= 2) {
    const auto next = [&](const Block& series, int factors) -> Block {
      return Scalar(1) - x.square() * (Scalar(1) / static_cast<Scalar>(factors)) * series;
    };
    within.cosine = next(within.cosine, (term - 1) * term);
    within.sine = next(within.sine, term * (term + 1));
  }
  within.sine *= x;
  const Block cosine = Scalar(1) - quarters.abs();
  const Block sine = quarters * (Scalar(2) - quarters.abs());
  return {.cosine = cosine * within.cosine - sine * within.sine,
          .sine = sine * within.cosine + cosine * within.sine};
}

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t stream) : increment_((stream << 1) | 1) {
  bits();
  state_ += seed;
  bits();
}

Random::Random(std::uint64_t seed, Purpose purpose, std::uint64_t index)
    : Random(mix(mix(seed) + index), std::to_underlying(purpose)) {}

std::uint32_t Random::bits() {
  const std::uint64_t old = state_;
  state_ = old * kMultiplier + increment_;
  const auto xorshifted = static_cast<std::uint32_t>(((old >> 18) ^ old) >> 27);
  const auto rotation = static_cast<std::uint32_t>(old >> 59);
  return (xorshifted >> rotation) | (xorshifted << ((32 - rotation) & 31));
}

Scalar Random::uniform() { return static_cast<Scalar>(bits() >> 8) * kTwoToMinus24; }

std::uint32_t Random::below(std::uint32_t bound) {
  const std::uint32_t threshold = (0U - bound) % bound;
  while (true) {
    const std::uint64_t product = static_cast<std::uint64_t>(bits()) * bound;
    if (static_cast<std::uint32_t>(product) >= threshold) {
      return static_cast<std::uint32_t>(product >> 32);
    }
  }
}

Scalar Random::normal() {
  if (has_spare_normal_) {
    has_spare_normal_ = false;
    return spare_normal_;
  }
  // 1 − u lies in (0, 1], where the logarithm is finite.
  const Scalar radius = std::sqrt(Scalar(-2) * std::log(Scalar(1) - uniform()));
  const Scalar angle = Scalar(2) * std::numbers::pi_v<Scalar> * uniform();
  spare_normal_ = radius * std::sin(angle);
  has_spare_normal_ = true;
  return radius * std::cos(angle);
}

void Random::normals(std::span<Scalar> values) {
  while (!values.empty()) {
    if (has_spare_normal_ || values.size() == 1) {
      values.front() = normal();
      values = values.subspan(1);
      continue;
    }
    const std::size_t pairs = std::min(kPairs, values.size() / 2);
    Block radii = Block::Ones();
    Block turns = Block::Zero();
    for (std::size_t pair = 0; pair < pairs; ++pair) {
      radii.data()[pair] = Scalar(1) - uniform();
      turns.data()[pair] = uniform();
    }
    radii = (Scalar(-2) * radii.log()).sqrt();
    const Directions opposite = opposite_directions(turns);
    Eigen::Array<Scalar, 2, kPairs> normals;
    normals.row(0) = -radii * opposite.cosine;
    normals.row(1) = -radii * opposite.sine;
    std::copy_n(normals.data(), 2 * pairs, values.begin());
    values = values.subspan(2 * pairs);
  }
}

void Random::shuffle(std::span<std::uint32_t> values) {
  for (std::size_t last = values.size(); last > 1; --last) {
    std::swap(values[last - 1], values[below(static_cast<std::uint32_t>(last))]);
  }
}

}  // namespace hourglass
