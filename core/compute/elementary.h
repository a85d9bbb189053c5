// Vectorised elementary functions for every target; in WebAssembly Eigen only has scalar ones.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "core/compute/simd.h"

namespace hourglass {

namespace elementary_detail {

inline constexpr bool kIsFloat = sizeof(Scalar) == sizeof(float);
using Signed = std::conditional_t<kIsFloat, std::int32_t, std::int64_t>;
using Bits [[gnu::vector_size(kRegisterBytes)]] = std::make_unsigned_t<Signed>;
using SignedBits [[gnu::vector_size(kRegisterBytes)]] = Signed;

inline constexpr int kMantissaBits = kIsFloat ? 23 : 52;
inline constexpr int kExponentBias = kIsFloat ? 127 : 1023;
// Adding this rounds a number to an integer: the spacing of floating-point numbers is 1 at this
// magnitude. The integer ends up in the lowest bits of the sum.
inline constexpr Scalar kRoundingOffset =
    Scalar(1.5) * static_cast<Scalar>(Signed{1} << kMantissaBits);

// log((1 + s) / (1 − s)) = 2 artanh(s), by the first kTerms terms of its Taylor series.
template <int kTerms>
Register log_of_ratio(const Register& s) {
  const Register square = s * s;
  Register series{};
  for (int k = kTerms - 1; k >= 0; --k) {
    series = multiply_add(series, square, broadcast(Scalar(1) / static_cast<Scalar>(2 * k + 1)));
  }
  return Scalar(2) * s * series;
}

}  // namespace elementary_detail

// Returns e^x, computed as 2^n · e^r, where |r| ≤ log(2) / 2 and e^r comes from its Taylor series.
// Returns 0 for x < −87, e^87 for x > 87 and NaN for NaN; in double, the limit is 708.
inline Register exponential(const Register& x) {
  using namespace elementary_detail;
  constexpr Scalar kLimit = kIsFloat ? 87 : 708;
  constexpr int kDegree = kIsFloat ? 7 : 13;
  constexpr auto kLog2E = std::numbers::log2e_v<Scalar>;
  // log 2 is split in two so that n · kLog2High is exact.
  constexpr auto kLog2High =
      static_cast<Scalar>(kIsFloat ? 0.693359375 : 6.93147180369123816490e-1);
  constexpr auto kLog2Low =
      static_cast<Scalar>(kIsFloat ? -2.12194440054690583e-4 : 1.90821492927058770002e-10);
  constexpr Scalar kBiasedRoundingOffset = kRoundingOffset + kExponentBias;

  Register held = x < -kLimit ? broadcast(-kLimit) : x;
  held = held > kLimit ? broadcast(kLimit) : held;
  const Register rounded = held * kLog2E + kBiasedRoundingOffset;
  const Register n = rounded - kBiasedRoundingOffset;
  const Register rest = held - n * kLog2High - n * kLog2Low;
  Register series = broadcast(1);
  for (int k = kDegree; k > 0; --k) {
    series = multiply_add(rest * (Scalar(1) / static_cast<Scalar>(k)), series, broadcast(1));
  }
  const auto power = std::bit_cast<Register>(std::bit_cast<Bits>(rounded) << kMantissaBits);
  return x < -kLimit ? Register{} : series * power;
}

// log(1 + x) for x in [0, 1].
inline Register log_of_one_plus(const Register& x) {
  return elementary_detail::log_of_ratio<elementary_detail::kIsFloat ? 8 : 16>(x / (x + Scalar(2)));
}

// log x for positive normal numbers: log x = e log 2 + log m, with the mantissa m in [√½, √2).
inline Register logarithm(const Register& x) {
  using namespace elementary_detail;
  constexpr auto kSqrtHalf = std::bit_cast<Signed>(std::numbers::sqrt2_v<Scalar> / 2);
  constexpr auto kOne = std::bit_cast<Signed>(Scalar(1));
  const auto bits = std::bit_cast<SignedBits>(x);
  const SignedBits exponent = ((bits + (kOne - kSqrtHalf)) >> kMantissaBits) - kExponentBias;
  const auto mantissa = std::bit_cast<Register>(std::bit_cast<Bits>(bits) -
                                                (std::bit_cast<Bits>(exponent) << kMantissaBits));
  return multiply_add(
      __builtin_convertvector(exponent, Register), broadcast(std::numbers::ln2_v<Scalar>),
      log_of_ratio<kIsFloat ? 5 : 11>((mantissa - Scalar(1)) / (mantissa + Scalar(1))));
}

struct Direction {
  Register cosine;
  Register sine;
};

// Returns the cosine and sine of 2π · turns, for turns in [0, 1]. Taylor series cover the angle to
// the nearest quarter turn (at most an eighth); a rotation by whole quarters does the rest.
inline Direction direction(const Register& turns) {
  using namespace elementary_detail;
  constexpr int kTerms = kIsFloat ? 5 : 9;
  const Register rounded = Scalar(4) * turns + kRoundingOffset;
  const Register angle =
      Scalar(2) * std::numbers::pi_v<Scalar> * (turns - Scalar(0.25) * (rounded - kRoundingOffset));
  const Register square = angle * angle;
  Register cosine = broadcast(1), sine = broadcast(1);
  for (int term = 2 * kTerms - 2; term > 0; term -= 2) {
    const auto next = [&](const Register& series, int factors) {
      return multiply_add(square * (Scalar(-1) / static_cast<Scalar>(factors)), series,
                          broadcast(1));
    };
    cosine = next(cosine, (term - 1) * term);
    sine = next(sine, term * (term + 1));
  }
  sine *= angle;
  const auto quarter = std::bit_cast<SignedBits>(rounded);
  const auto is_odd = (quarter & 1) != 0;
  const Register rotated_cosine = is_odd ? -sine : cosine;
  const Register rotated_sine = is_odd ? cosine : sine;
  const auto is_opposite = (quarter & 2) != 0;
  return {.cosine = is_opposite ? -rotated_cosine : rotated_cosine,
          .sine = is_opposite ? -rotated_sine : rotated_sine};
}

inline Register square_root(const Register& x) {
  Register root;
  for (std::ptrdiff_t lane = 0; lane < kLanes; ++lane) root[lane] = std::sqrt(x[lane]);
  return root;
}

}  // namespace hourglass
