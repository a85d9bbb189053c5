#include "core/compute/correlate.h"

#include "core/compute/simd.h"

namespace hourglass {
namespace {

// Half of the registers hold sums, the rest is for operands.
#if defined(__AVX512F__)
constexpr int kAccumulators = 16;
#else
constexpr int kAccumulators = 8;
#endif

constexpr int kMostOutputs = 4;  // planes summed at a time

// correlate() for kOutputs output planes, whose weights lie `weight_pitch` apart.
template <int kOutputs>
void correlate_some(ConstPlanes input, std::span<const std::ptrdiff_t> offsets,
                    const Scalar* weights, std::ptrdiff_t weight_pitch, const Scalar* bias,
                    Planes output, std::ptrdiff_t length) {
  constexpr int kVectors = kOutputs == 1 ? 8 : kAccumulators / (kOutputs == 2 ? 2 : 4);
  static_assert(kPlaneGrain % (kVectors * kLanes) == 0);
  for (std::ptrdiff_t begin = 0; begin < length; begin += kVectors * kLanes) {
    Vector sums[kOutputs][kVectors];
    for (int o = 0; o < kOutputs; ++o) {
      for (int v = 0; v < kVectors; ++v) {
        sums[o][v] = broadcast(bias == nullptr ? Scalar(0) : bias[o]);
      }
    }
    const Scalar* weight = weights;
    for (int c = 0; c < input.count; ++c) {
      const Scalar* plane = input.first + c * input.pitch + begin;
      for (const std::ptrdiff_t offset : offsets) {
        Vector x[kVectors];
        for (int v = 0; v < kVectors; ++v) x[v] = load(plane + offset + v * kLanes);
        for (int o = 0; o < kOutputs; ++o) {
          const Vector w = broadcast(weight[o * weight_pitch]);
          for (int v = 0; v < kVectors; ++v) sums[o][v] = multiply_add(w, x[v], sums[o][v]);
        }
        ++weight;
      }
    }
    for (int o = 0; o < kOutputs; ++o) {
      Scalar* plane = output.first + o * output.pitch + begin;
      for (int v = 0; v < kVectors; ++v) store(plane + v * kLanes, sums[o][v]);
    }
  }
}

// correlate_gradient() for one input plane, kOutputs output planes and kTaps taps.
template <int kOutputs, int kTaps>
void gradient_of_some(const Scalar* input, const std::ptrdiff_t* offsets, ConstPlanes output,
                      std::ptrdiff_t length, Scalar* gradient, std::ptrdiff_t gradient_pitch) {
  Vector sums[kOutputs][kTaps] = {};
  for (std::ptrdiff_t begin = 0; begin < length; begin += kLanes) {
    Vector x[kTaps];
    for (int t = 0; t < kTaps; ++t) x[t] = load(input + offsets[t] + begin);
    for (int o = 0; o < kOutputs; ++o) {
      const Vector dy = load(output.first + o * output.pitch + begin);
      for (int t = 0; t < kTaps; ++t) sums[o][t] = multiply_add(dy, x[t], sums[o][t]);
    }
  }
  for (int o = 0; o < kOutputs; ++o) {
    for (int t = 0; t < kTaps; ++t) gradient[o * gradient_pitch + t] += sum_of_lanes(sums[o][t]);
  }
}

// As many taps at a time as leave enough sums in registers: 3 × 4 outputs, or 9 × 1.
template <int kOutputs>
void gradient_of_plane(const Scalar* input, std::span<const std::ptrdiff_t> offsets,
                       ConstPlanes output, std::ptrdiff_t length, Scalar* gradient,
                       std::ptrdiff_t gradient_pitch) {
  constexpr std::size_t kMostTaps = kOutputs == 1 ? 9 : 3;
  for (std::size_t tap = 0; tap < offsets.size();) {
    const std::size_t left = offsets.size() - tap;
    const auto run = [&]<int kTaps>() {
      gradient_of_some<kOutputs, kTaps>(input, &offsets[tap], output, length, gradient + tap,
                                        gradient_pitch);
      tap += kTaps;
    };
    if (left >= kMostTaps) {
      run.template operator()<kMostTaps>();
    } else if (left >= 2) {
      run.template operator()<2>();
    } else {
      run.template operator()<1>();
    }
  }
}

}  // namespace

void correlate(ConstPlanes input, std::span<const std::ptrdiff_t> offsets,
               std::span<const Scalar> weights, std::span<const Scalar> bias, Planes output,
               std::ptrdiff_t length) {
  const std::ptrdiff_t pitch = input.count * std::ssize(offsets);
  for_each_tile<kMostOutputs>(output.count, [&](std::ptrdiff_t o, auto outputs) {
    correlate_some<outputs>(
        input, offsets, weights.data() + o * pitch, pitch, bias.empty() ? nullptr : bias.data() + o,
        {.first = output.first + o * output.pitch, .pitch = output.pitch, .count = outputs},
        length);
  });
}

void correlate_gradient(ConstPlanes input, std::span<const std::ptrdiff_t> offsets,
                        ConstPlanes output, std::ptrdiff_t length, std::span<Scalar> gradient) {
  const std::ptrdiff_t taps = std::ssize(offsets);
  const std::ptrdiff_t pitch = input.count * taps;
  for_each_tile<kMostOutputs>(output.count, [&](std::ptrdiff_t o, auto outputs) {
    for (int c = 0; c < input.count; ++c) {
      gradient_of_plane<outputs>(
          input.first + c * input.pitch, offsets,
          {.first = output.first + o * output.pitch, .pitch = output.pitch, .count = outputs},
          length, gradient.data() + o * pitch + c * taps, pitch);
    }
  });
}

}  // namespace hourglass
