// SIMD through the compiler's vector types: one source for AVX-512, AVX, SSE, NEON and WebAssembly
// (with or without relaxed SIMD).
#pragma once

#include <bit>
#include <cstddef>
#include <cstring>
#include <type_traits>

#include "core/base/scalar.h"

namespace hourglass {

#if defined(__AVX512F__)
inline constexpr std::size_t kRegisterBytes = 64;
#elif defined(__AVX__)
inline constexpr std::size_t kRegisterBytes = 32;
#else
inline constexpr std::size_t kRegisterBytes = 16;
#endif

// The contents of a SIMD register: kLanes numbers. The same numbers in memory are called a vector.
using Register [[gnu::vector_size(kRegisterBytes)]] = Scalar;
inline constexpr std::ptrdiff_t kLanes = kRegisterBytes / sizeof(Scalar);

// The instruction set that this is compiled for, as people call it.
inline constexpr const char* kInstructionSet =
#if defined(__AVX512F__)
    "AVX-512";
#elif defined(__AVX2__)
    "AVX2";
#elif defined(__AVX__)
    "AVX";
#elif defined(__SSE4_2__)
    "SSE4.2";
#elif defined(__SSE2__)
    "SSE2";
#elif defined(__ARM_NEON)
    "NEON";
#else
    "128-bit vectors";
#endif

// load and store accept unaligned addresses.
inline Register load(const Scalar* from) {
  Register loaded;
  std::memcpy(&loaded, from, sizeof loaded);
  return loaded;
}
inline void store(Scalar* to, const Register& values) { std::memcpy(to, &values, sizeof values); }

// Partial access: reads or writes the first `count` lanes; load fills the others with `rest`.
inline Register load(const Scalar* from, std::ptrdiff_t count, Scalar rest = 0) {
  if (count == kLanes) return load(from);
  Register loaded = rest - Register{};
  std::memcpy(&loaded, from, static_cast<std::size_t>(count) * sizeof(Scalar));
  return loaded;
}
inline void store(Scalar* to, const Register& values, std::ptrdiff_t count) {
  if (count == kLanes) return store(to, values);
  std::memcpy(to, &values, static_cast<std::size_t>(count) * sizeof(Scalar));
}

// Calls visit(first, count) for each run of kLanes numbers, and once for the shorter remainder.
template <class Visit>
void for_each_vector(std::ptrdiff_t numbers, const Visit& visit) {
  std::ptrdiff_t first = 0;
  for (; first + kLanes <= numbers; first += kLanes) visit(first, kLanes);
  if (first < numbers) visit(first, numbers - first);
}

// x − 0 compiles to nothing; x + 0 does not, because −0 + 0 is +0.
inline Register broadcast(Scalar value) { return value - Register{}; }

// a · b + c, which native compilers fuse where they can; WebAssembly needs the intrinsic.
inline Register multiply_add(const Register& a, const Register& b, const Register& c) {
#if !defined(__wasm_relaxed_simd__)
  return a * b + c;
#elif defined(HOURGLASS_DOUBLE)
  return __builtin_wasm_relaxed_madd_f64x2(a, b, c);
#else
  return __builtin_wasm_relaxed_madd_f32x4(a, b, c);
#endif
}

// `values`, but 0 where `gate` is not positive: a ReLU if they are their own gate, and its gradient
// if the gate is its output. NaN must pass through a ReLU, because training stops when it reaches
// the loss.
inline Register passed_by(const Register& gate, const Register& values) {
  return gate <= 0 ? Register{} : values;
}

// The sum of all lanes, added pairwise.
template <class Lanes>
Scalar sum_of_lanes(const Lanes& lanes) {
  if constexpr (sizeof lanes == 2 * sizeof(Scalar)) {
    return lanes[0] + lanes[1];
  } else {
    using Half [[gnu::vector_size(sizeof lanes / 2)]] = Scalar;
    struct Halves {
      Half low;
      Half high;
    };
    const auto halves = std::bit_cast<Halves>(lanes);
    return sum_of_lanes<Half>(halves.low + halves.high);
  }
}

// Covers [begin, count) with tiles of a compile-time size n, which is kMost, or half of it and so
// on down to 1 where less is left: calls tile(first, std::integral_constant<int, n>()) for each
// tile [first, first + n).
template <int kMost, class Tile>
void for_each_tile(std::ptrdiff_t count, const Tile& tile, std::ptrdiff_t begin = 0) {
  for (; begin + kMost <= count; begin += kMost) tile(begin, std::integral_constant<int, kMost>());
  if constexpr (kMost > 1) for_each_tile<kMost / 2>(count, tile, begin);
}

}  // namespace hourglass
