// e^x and log(1 + x) in vectors on every target: in WebAssembly Eigen computes them one by one.
#pragma once

#include <bit>
#include <cstdint>

#include "core/compute/simd.h"

namespace hourglass {

namespace exponential_detail {

inline constexpr bool kIsFloat = sizeof(Scalar) == sizeof(float);
using Unsigned = std::conditional_t<kIsFloat, std::uint32_t, std::uint64_t>;
using Bits [[gnu::vector_size(kVectorBytes)]] = Unsigned;

inline constexpr int kMantissaBits = kIsFloat ? 23 : 52;
inline constexpr int kExponentBias = kIsFloat ? 127 : 1023;

}  // namespace exponential_detail

// e^x: 0 below −87 (in double −708), and above 87 as at 87. 2^n times Taylor's series of what is
// left of x, at most half of log 2. NaN stays NaN.
inline Vector exponential(const Vector& x) {
  using namespace exponential_detail;
  constexpr Scalar kLimit = kIsFloat ? 87 : 708;
  constexpr int kDegree = kIsFloat ? 7 : 13;
  constexpr auto kLog2E = static_cast<Scalar>(1.4426950408889634074);
  // log 2 in two parts: n times the first is exact.
  constexpr auto kLog2High =
      static_cast<Scalar>(kIsFloat ? 0.693359375 : 6.93147180369123816490e-1);
  constexpr auto kLog2Low =
      static_cast<Scalar>(kIsFloat ? -2.12194440054690583e-4 : 1.90821492927058770002e-10);
  // Numbers of this size have units in the last place: adding it rounds, and leaves n + the bias of
  // exponents in the lowest bits.
  constexpr Scalar kRounder =
      Scalar(1.5) * static_cast<Scalar>(Unsigned{1} << kMantissaBits) + kExponentBias;

  Vector held = x < -kLimit ? broadcast(-kLimit) : x;
  held = held > kLimit ? broadcast(kLimit) : held;
  const Vector rounded = held * kLog2E + kRounder;
  const Vector n = rounded - kRounder;
  const Vector rest = held - n * kLog2High - n * kLog2Low;
  Vector series = broadcast(1);
  for (int k = kDegree; k > 0; --k) {
    series = multiply_add(rest * (Scalar(1) / static_cast<Scalar>(k)), series, broadcast(1));
  }
  const auto power = std::bit_cast<Vector>(std::bit_cast<Bits>(rounded) << kMantissaBits);
  return x < -kLimit ? Vector{} : series * power;
}

// log(1 + x) for x in [0, 1]: twice the series of artanh at x / (2 + x).
inline Vector log_of_one_plus(const Vector& x) {
  constexpr int kTerms = exponential_detail::kIsFloat ? 8 : 16;
  const Vector s = x / (x + Scalar(2));
  const Vector square = s * s;
  Vector series{};
  for (int k = kTerms - 1; k >= 0; --k) {
    series = multiply_add(series, square, broadcast(Scalar(1) / static_cast<Scalar>(2 * k + 1)));
  }
  return Scalar(2) * s * series;
}

}  // namespace hourglass
