#include "core/compute/correlate.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/compute/simd.h"

namespace hourglass {
namespace {

// The number of accumulators kept in registers; the other registers hold operands.
#if defined(__AVX512F__)
constexpr int kSums = 16;
#else
constexpr int kSums = 8;
#endif
constexpr int kPixels = TapBand::kTilePixels;  // per tile of correlate()

alignas(kRegisterBytes) constexpr Scalar kZeros[kLanes] = {};

const Scalar* vector_at(const Scalar* map, int pixel) {
  return pixel < 0 ? kZeros : map + pixel * kLanes;
}

bool are_contiguous(const int* pixels) {
  bool contiguous = pixels[0] >= 0;
  for (int p = 1; p < kPixels; ++p) contiguous &= pixels[p] == pixels[0] + p;
  return contiguous;
}

// The input of a band: the maps and, for each tap, which of their pixels the band reads.
struct BandInput {
  Maps<const Scalar> maps;
  int taps;
  const int* pixels;             // (taps × TapBand::kMostPixels), negative outside the image
  const std::vector<Run>* runs;  // per tap
};

// Copies a single input map once per tap, so that several maps can share each load of an output.
BandInput band_input(const Maps<const Scalar>& input, const TapBand& band, AlignedBlock& copies) {
  if (input.count > 1) return {input, band.taps, band.inputs.data(), band.runs.data()};
  copies.resize(std::ssize(band.inputs) * kLanes);
  for (std::ptrdiff_t tap = 0; tap < band.taps; ++tap) {
    const int* pixels = band.inputs_of(tap);
    Scalar* copy = copies.data() + tap * TapBand::kMostPixels * kLanes;
    for (int begin = 0; begin < band.count; begin += kPixels, pixels += kPixels) {
      Register values[kPixels];
      if (are_contiguous(pixels)) {
        const Scalar* run = vector_at(input.first, pixels[0]);
        for (int p = 0; p < kPixels; ++p) values[p] = load(run + p * kLanes);
      } else {
        for (int p = 0; p < kPixels; ++p) values[p] = load(vector_at(input.first, pixels[p]));
      }
      for (int p = 0; p < kPixels; ++p, copy += kLanes) store(copy, values[p]);
    }
  }
  return {{copies.data(), band.taps, TapBand::kMostPixels},
          1,
          kEveryPixel.data(),
          &band.runs_of_copies};
}

// The input pixels under an output tile, per tap. Taps are summed in one fixed order for every
// pixel; otherwise rounding would break exact ties in max-pooling.
class TileInput {
 public:
  struct Tap {
    bool contiguous;  // the pixels are neighbours in every map, from first[0] on
    const Scalar* first[kPixels];
    std::ptrdiff_t pitch[kPixels];  // from map to map; 0 outside the image, where first is kZeros
    const Scalar* weights;
  };

  explicit TileInput(int taps) : taps_(static_cast<std::size_t>(taps)) {}

  void find(const BandInput& source, int begin, const Scalar* weights) {
    count_ = 0;
    for (std::ptrdiff_t tap = 0; tap < source.taps; ++tap) {
      const int* pixels = source.pixels + tap * TapBand::kMostPixels + begin;
      if (std::all_of(pixels, pixels + kPixels, [](int pixel) { return pixel < 0; })) continue;
      Tap& added = taps_[count_++];
      added.contiguous = are_contiguous(pixels);
      added.weights = weights + tap;
      for (int p = 0; p < kPixels; ++p) {
        added.first[p] = vector_at(source.maps.first, pixels[p]);
        added.pitch[p] = pixels[p] < 0 ? 0 : source.maps.pixels * kLanes;
      }
    }
  }

  const Tap* begin() const { return taps_.data(); }
  const Tap* end() const { return taps_.data() + count_; }

 private:
  std::vector<Tap> taps_;
  std::size_t count_ = 0;
};

// Computes correlate() for kOutputs output maps from `first` on, at the output pixels in `pixels`.
template <int kOutputs>
void correlate_tile(const TileInput& tile, const Maps<const Scalar>& input,
                    const TapWeights& weights, std::span<const Scalar> bias, std::ptrdiff_t first,
                    const int* pixels, const Maps<Scalar>& output) {
  Register sums[kOutputs][kPixels];
  for (int o = 0; o < kOutputs; ++o) {
    const Scalar start = bias.empty() ? Scalar(0) : bias[static_cast<std::size_t>(first + o)];
    for (Register& sum : sums[o]) sum = broadcast(start);
  }
  const auto add_products = [&](const Scalar* weights_of_tap, const auto& pixel_of_map) {
    const Scalar* weight = weights_of_tap + first * weights.output_pitch;
    for (std::ptrdiff_t i = 0; i < input.count; ++i, weight += weights.input_pitch) {
      Register x[kPixels];
      for (int p = 0; p < kPixels; ++p) x[p] = load(pixel_of_map(i, p));
      for (int o = 0; o < kOutputs; ++o) {
        const Register w = broadcast(weight[o * weights.output_pitch]);
        for (int p = 0; p < kPixels; ++p) sums[o][p] = multiply_add(w, x[p], sums[o][p]);
      }
    }
  };
  const std::ptrdiff_t pitch = input.pixels * kLanes;
  // Contiguous and scattered taps have a loop each: with one loop for both, V8 moves all
  // accumulators between registers.
  for (const TileInput::Tap* tap = tile.begin(); tap != tile.end();) {
    for (; tap != tile.end() && tap->contiguous; ++tap) {
      const Scalar* from = tap->first[0];
      add_products(tap->weights,
                   [&](std::ptrdiff_t i, int p) { return from + i * pitch + p * kLanes; });
    }
    for (; tap != tile.end() && !tap->contiguous; ++tap) {
      add_products(tap->weights,
                   [&](std::ptrdiff_t i, int p) { return tap->first[p] + i * tap->pitch[p]; });
    }
  }
  for (int o = 0; o < kOutputs; ++o) {
    Scalar* map = output.first + (first + o) * output.pixels * kLanes;
    for (int p = 0; p < kPixels; ++p) store(map + pixels[p] * kLanes, sums[o][p]);
  }
}

// Computes correlate() for all output maps at the kPixels output pixels in `pixels`.
void correlate_pixels(const TileInput& tile, const Maps<const Scalar>& input,
                      const TapWeights& weights, std::span<const Scalar> bias, const int* pixels,
                      const Maps<Scalar>& output) {
  for_each_tile<kSums / kPixels>(output.count, [&](std::ptrdiff_t first, auto outputs) {
    correlate_tile<outputs>(tile, input, weights, bias, first, pixels, output);
  });
}

// Stores 0 at those of the given pixels of every map where the gate, if any, is not positive.
void apply_gate(const Scalar* gate, std::span<const int> pixels, const Maps<Scalar>& output) {
  if (gate == nullptr) return;
  for (std::ptrdiff_t map = 0; map < output.count; ++map) {
    for (const int pixel : pixels) {
      const std::ptrdiff_t at = (map * output.pixels + pixel) * kLanes;
      store(output.first + at, passed_by(load(gate + at), load(output.first + at)));
    }
  }
}

// Computes correlate() for a single output map. A tile would share few loads there, so this first
// computes the products of every input pixel with all taps, then adds them up.
void correlate_to_one(const Maps<const Scalar>& input, const Taps& taps, const TapWeights& weights,
                      Scalar bias, const Maps<Scalar>& output, const Scalar* gate) {
  const std::ptrdiff_t count = taps.count();
  const TapWeights to_taps{
      .first = weights.first, .output_pitch = 1, .input_pitch = weights.input_pitch};
  AlignedBlock products(count * input.pixels * kLanes);
  const Maps<Scalar> by_tap{products.data(), count, input.pixels};
  TileInput tile(1);
  int places[kPixels];
  const BandInput source{.maps = input, .taps = 1, .pixels = places, .runs = nullptr};
  for (std::ptrdiff_t begin = 0; begin < input.pixels; begin += kPixels) {
    std::iota(places, places + kPixels, static_cast<int>(std::min(begin, input.pixels - kPixels)));
    tile.find(source, 0, weights.first);
    correlate_pixels(tile, input, to_taps, {}, places, by_tap);
  }
  for (const TapBand& band : taps.bands()) {
    for (int p = 0; p < band.count; ++p) {
      Register sum = broadcast(bias);
      const Scalar* map = products.data();
      for (int tap = 0; tap < band.taps; ++tap, map += input.pixels * kLanes) {
        sum += load(vector_at(map, band.inputs_of(tap)[p]));
      }
      store(output.first + band.outputs[p] * kLanes, sum);
    }
    apply_gate(gate, std::span(band.outputs, static_cast<std::size_t>(band.count)), output);
  }
}

// Where a tile of weight gradients goes: to `sums` by lane while bands are left, then to
// `gradient`.
struct GradientSums {
  Scalar* gradient;
  Scalar* sums;                // (gradients × kLanes), used if there is more than one band
  std::ptrdiff_t pitch;        // from output map to output map
  std::ptrdiff_t input_pitch;  // from input map to input map
  bool is_first;               // of the bands
  bool is_last;

  // Adds the sums of a tile, of which the first belongs to gradient number `first`.
  template <int kOutputs, int kInputs>
  void add(std::ptrdiff_t first, Register (&tile)[kOutputs][kInputs]) const {
    const auto for_each = [&](const auto& visit) {
      for (int o = 0; o < kOutputs; ++o) {
        for (int i = 0; i < kInputs; ++i) visit(first + o * pitch + i * input_pitch, tile[o][i]);
      }
    };
    if (!is_first) for_each([&](auto at, Register& sum) { sum += load(sums + at * kLanes); });
    if (is_last) {
      for_each([&](auto at, Register& sum) { gradient[at] += sum_of_lanes(sum); });
    } else {
      for_each([&](auto at, Register& sum) { store(sums + at * kLanes, sum); });
    }
  }
};

// Adds what these runs contribute to the gradient of one tap, for kInputs input maps from `input`
// on and kOutputs output maps from `output` on.
template <int kOutputs, int kInputs>
void add_gradient_tile(std::span<const Run> runs, const Scalar* input, std::ptrdiff_t input_pitch,
                       const Scalar* output, std::ptrdiff_t output_pitch, const GradientSums& to,
                       std::ptrdiff_t first) {
  Register sums[kOutputs][kInputs] = {};
  for (const Run& run : runs) {
    const Scalar* from = input + run.input * kLanes;
    const Scalar* gradient = output + run.output * kLanes;
    for (std::ptrdiff_t at = 0; at < run.length * kLanes; at += kLanes) {
      Register x[kInputs];
      for (int i = 0; i < kInputs; ++i) x[i] = load(from + i * input_pitch + at);
      for (int o = 0; o < kOutputs; ++o) {
        const Register dy = load(gradient + o * output_pitch + at);
        for (int i = 0; i < kInputs; ++i) sums[o][i] = multiply_add(dy, x[i], sums[o][i]);
      }
    }
  }
  to.add(first, sums);
}

}  // namespace

void correlate(const Maps<const Scalar>& input, const Taps& taps, const TapWeights& weights,
               std::span<const Scalar> bias, const Maps<Scalar>& output, const Scalar* gate) {
  if (output.count == 1 && output.pixels >= input.pixels && input.pixels >= kPixels) {
    return correlate_to_one(input, taps, weights, bias.empty() ? Scalar(0) : bias[0], output, gate);
  }
  TapWeights of_source = weights;
  if (input.count == 1) of_source.input_pitch = 1;  // a copy per tap is a map per tap
  AlignedBlock copies;
  TileInput tile(taps.count());
  for (const TapBand& band : taps.bands()) {
    const BandInput source = band_input(input, band, copies);
    for (int begin = 0; begin < band.count; begin += kPixels) {
      tile.find(source, begin, weights.first);
      correlate_pixels(tile, source.maps, of_source, bias, band.outputs + begin, output);
      apply_gate(gate, std::span(band.outputs + begin, kPixels), output);
    }
  }
}

void correlate_gradient(const Maps<const Scalar>& input, const Taps& taps,
                        const Maps<const Scalar>& output, std::span<Scalar> gradient) {
  constexpr int kOutputs = 4;
  const std::ptrdiff_t pitch = input.count * taps.count();
  const std::ptrdiff_t output_pitch = output.pixels * kLanes;
  AlignedBlock copies;
  AlignedBlock sums(taps.bands().size() > 1 ? std::ssize(gradient) * kLanes : 0);
  for (const TapBand& band : taps.bands()) {
    const BandInput source = band_input(input, band, copies);
    const std::ptrdiff_t input_pitch = source.maps.pixels * kLanes;
    const GradientSums to{.gradient = gradient.data(),
                          .sums = sums.data(),
                          .pitch = pitch,
                          .input_pitch = source.taps,
                          .is_first = &band == &taps.bands().front(),
                          .is_last = &band == &taps.bands().back()};
    for (int tap = 0; tap < source.taps; ++tap) {
      for_each_tile<kOutputs>(output.count, [&](std::ptrdiff_t first, auto outputs) {
        for_each_tile<kSums / kOutputs>(source.maps.count, [&](std::ptrdiff_t i, auto inputs) {
          const std::ptrdiff_t at = first * pitch + i * source.taps + tap;
          add_gradient_tile<outputs, inputs>(source.runs[tap], source.maps.first + i * input_pitch,
                                             input_pitch, output.first + first * output_pitch,
                                             output_pitch, to, at);
        });
      });
    }
  }
}

}  // namespace hourglass
