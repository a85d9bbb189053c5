#include "tests/bench/roof.h"

#include <array>
#include <cstring>

#ifdef __wasm_relaxed_simd__
#include <wasm_simd128.h>
#endif

namespace {

#if defined(__AVX512F__)
constexpr int kRegisterBytes = 64;
#elif defined(__AVX__)
constexpr int kRegisterBytes = 32;
#else
constexpr int kRegisterBytes = 16;
#endif
constexpr int kLanes = kRegisterBytes / static_cast<int>(sizeof(float));
using Register = float __attribute__((vector_size(kRegisterBytes)));

// These are enough independent sums to hide the latency of a multiply-add, and few enough that
// they and both factors stay in the 16 registers that AVX2 and WebAssembly have.
constexpr int kSums = 12;

Register multiply_add(Register x, Register y, Register sum) {
#ifdef __wasm_relaxed_simd__
  return wasm_f32x4_relaxed_madd(x, y, sum);
#else
  return x * y + sum;
#endif
}

}  // namespace

double roof_multiply_add(long rounds) {
  const volatile float factor = 0.999F;
  const Register x = Register{} + factor;
  const Register y = Register{} + factor;
  std::array<Register, kSums> sums{};
  for (long round = 0; round < rounds; ++round) {
    for (Register& sum : sums) sum = multiply_add(x, y, sum);
  }
  // If the sums were not read here, the compiler would remove the loop.
  for (const Register& sum : sums) [[maybe_unused]]
    const volatile float kept = sum[0];
  return 2.0 * static_cast<double>(rounds) * kSums * kLanes;
}

double roof_copy(void* to, const void* from, std::size_t bytes, long times) {
  for (long i = 0; i < times; ++i) {
    std::memcpy(to, from, bytes);
    asm volatile("" : : "r"(to) : "memory");
  }
  return 2.0 * static_cast<double>(bytes) * static_cast<double>(times);
}
