// Which pixel of its input a pixel of a convolution's output meets through each tap of the kernel.
#pragma once

#include <array>
#include <cstddef>
#include <numeric>
#include <vector>

namespace hourglass {

// One dimension of that, rows or columns. Places of the output are sorted so that neighbours are
// met by the same taps: by phase, their remainder modulo the stride, where taps go to some phases
// only.
struct TapAxis {
  static constexpr int kOutside = -(1 << 24);  // is below 0 whatever place is added

  // Place q of the output meets place s·q + tap − p: a convolution.
  static TapAxis gathering(int outputs, int inputs, int kernel, int stride, int padding);
  // Place q meets (q + p − tap) / s where that is whole: a transposed convolution.
  static TapAxis scattering(int outputs, int inputs, int kernel, int stride, int padding);

  int size() const { return static_cast<int>(outputs.size()); }

  int extent;                // of the input
  std::vector<int> phases;   // the first place of each, and size()
  std::vector<int> outputs;  // the places in their order
  std::vector<int> inputs;   // (kernel × size) what they meet, or kOutside
};

// Pixels of the output that are neighbours and meet neighbours of the input.
struct Run {
  int output;
  int input;
  int length;
};

// Some pixels of the output, no more than stay in the first cache with a few maps of either side.
struct TapBand {
  static constexpr int kMost = 64;
  static constexpr int kGrain = 4;  // behind `count` the last pixel is repeated to a multiple

  const int* inputs_of(std::ptrdiff_t tap) const {
    return &inputs[static_cast<std::size_t>(tap * kMost)];
  }

  int taps = 0;
  int count = 0;
  int outputs[kMost] = {};
  std::vector<int> inputs;             // (taps × kMost) pixels of the input, below 0 where outside
  std::vector<std::vector<Run>> runs;  // by tap
  std::vector<Run> runs_of_copies;     // where the band's number i meets number i of a copy
};

inline constexpr auto kEveryPixel = [] {
  std::array<int, TapBand::kMost> pixels;
  std::iota(pixels.begin(), pixels.end(), 0);
  return pixels;
}();

// The whole of the output, band by band.
class Taps {
 public:
  Taps(const TapAxis& rows, const TapAxis& columns, int kernel);

  int count() const { return count_; }
  const std::vector<TapBand>& bands() const { return bands_; }

 private:
  int count_;
  std::vector<TapBand> bands_;
};

}  // namespace hourglass
