#include "core/compute/correlate.h"

#include "core/compute/simd.h"

namespace hourglass {
namespace {

// Output maps summed at a time. With four pixels each their sums fill half of the registers, the
// rest is for operands; a single map needs more pixels to keep the multipliers busy.
#if defined(__AVX512F__)
constexpr int kMostOutputs = 4;
#else
constexpr int kMostOutputs = 2;
#endif
constexpr int pixels_of(int outputs) { return outputs == 1 ? 8 : 4; }

alignas(kVectorBytes) constexpr Scalar kZeros[kLanes] = {};

const Scalar* vector_at(const Scalar* map, int pixel) {
  return pixel < 0 ? kZeros : map + pixel * kLanes;
}

// correlate() for kOutputs maps from number `first` on and the pixels of the band from `begin` on.
template <int kOutputs>
void correlate_tile(const Maps<const Scalar>& input, const TapBand& band, int begin,
                    const Scalar* weights, const Scalar* bias, std::ptrdiff_t first,
                    const Maps<Scalar>& output) {
  constexpr int kPixels = pixels_of(kOutputs);
  static_assert(TapBand::kGrain % kPixels == 0);
  Vector sums[kOutputs][kPixels];
  for (int o = 0; o < kOutputs; ++o) {
    for (Vector& sum : sums[o]) sum = broadcast(bias == nullptr ? Scalar(0) : bias[first + o]);
  }
  for (int tap = 0; tap < band.taps; ++tap) {
    const int* pixels = band.inputs_of(tap) + begin;
    const Scalar* from[kPixels];
    std::ptrdiff_t pitch[kPixels];
    bool is_met = false;
    for (int p = 0; p < kPixels; ++p) {
      from[p] = vector_at(input.first, pixels[p]);
      pitch[p] = pixels[p] < 0 ? 0 : input.pixels * kLanes;
      is_met |= pixels[p] >= 0;
    }
    if (!is_met) continue;
    const Scalar* weight = weights + tap * input.count * output.count + first;
    for (std::ptrdiff_t i = 0; i < input.count; ++i, weight += output.count) {
      Vector x[kPixels];
      for (int p = 0; p < kPixels; ++p) {
        x[p] = load(from[p]);
        from[p] += pitch[p];
      }
      for (int o = 0; o < kOutputs; ++o) {
        const Vector w = broadcast(weight[o]);
        for (int p = 0; p < kPixels; ++p) sums[o][p] = multiply_add(w, x[p], sums[o][p]);
      }
    }
  }
  for (int o = 0; o < kOutputs; ++o) {
    Scalar* map = output.first + (first + o) * output.pixels * kLanes;
    for (int p = 0; p < kPixels; ++p) store(map + band.outputs[begin + p] * kLanes, sums[o][p]);
  }
}

// Adds a band's part of the gradient for one input map, kOutputs output maps from `output` on and
// kTaps taps, whose pixels of the band begin at `pixels`: sums[o][t] in lanes.
template <int kOutputs, int kTaps>
void add_gradient_tile(const Scalar* input, const TapBand& band, const int* pixels,
                       const Scalar* output, std::ptrdiff_t output_pitch, Vector* sums,
                       std::ptrdiff_t sums_pitch) {
  Vector in_registers[kOutputs][kTaps];
  for (int o = 0; o < kOutputs; ++o) {
    for (int t = 0; t < kTaps; ++t) in_registers[o][t] = sums[o * sums_pitch + t];
  }
  for (int p = 0; p < band.count; ++p, ++pixels) {
    Vector x[kTaps];
    for (int t = 0; t < kTaps; ++t)
      x[t] = load(vector_at(input, pixels[std::ptrdiff_t{t} * TapBand::kMost]));
    const Scalar* gradient = output + band.outputs[p] * kLanes;
    for (int o = 0; o < kOutputs; ++o) {
      const Vector dy = load(gradient + o * output_pitch);
      for (int t = 0; t < kTaps; ++t)
        in_registers[o][t] = multiply_add(dy, x[t], in_registers[o][t]);
    }
  }
  for (int o = 0; o < kOutputs; ++o) {
    for (int t = 0; t < kTaps; ++t) sums[o * sums_pitch + t] = in_registers[o][t];
  }
}

}  // namespace

void correlate(const Maps<const Scalar>& input, const Taps& taps, std::span<const Scalar> weights,
               std::span<const Scalar> bias, const Maps<Scalar>& output) {
  const Scalar* biases = bias.empty() ? nullptr : bias.data();
  taps.for_each_band([&](const TapBand& band) {
    for_each_tile<kMostOutputs>(output.count, [&](std::ptrdiff_t first, auto outputs) {
      for (int begin = 0; begin < band.count; begin += pixels_of(outputs)) {
        correlate_tile<outputs>(input, band, begin, weights.data(), biases, first, output);
      }
    });
  });
}

void correlate_gradient(const Maps<const Scalar>& input, const Taps& taps,
                        const Maps<const Scalar>& output, std::span<Scalar> gradient) {
  const std::ptrdiff_t pitch = input.count * taps.count();
  const std::ptrdiff_t output_pitch = output.pixels * kLanes;
  std::vector<Vector> sums(gradient.size());
  taps.for_each_band([&](const TapBand& band) {
    for_each_tile<4>(output.count, [&](std::ptrdiff_t first, auto outputs) {
      const Scalar* maps = output.first + first * output_pitch;
      for (std::ptrdiff_t i = 0; i < input.count; ++i) {
        const Scalar* map = input.first + i * input.pixels * kLanes;
        // Nine taps of one output, or three of several, leave enough sums in registers.
        for_each_tile<outputs == 1 ? 9 : 3>(taps.count(), [&](std::ptrdiff_t tap, auto some) {
          const std::ptrdiff_t at = first * pitch + i * taps.count() + tap;
          add_gradient_tile<outputs, some>(map, band, band.inputs_of(tap), maps, output_pitch,
                                           &sums[static_cast<std::size_t>(at)], pitch);
        });
      }
    });
  });
  for (std::size_t i = 0; i < gradient.size(); ++i) gradient[i] += sum_of_lanes(sums[i]);
}

}  // namespace hourglass
