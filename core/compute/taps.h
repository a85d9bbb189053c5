// Lists which input pixel each output pixel of a convolution reads through each kernel tap.
#pragma once

#include <array>
#include <cstddef>
#include <numeric>
#include <vector>

namespace hourglass {

// The taps along one dimension, rows or columns. Output positions are sorted by phase (their
// remainder modulo the stride), so that neighbours read through the same taps: in a transposed
// convolution each tap reaches one phase only.
struct TapAxis {
  static constexpr int kOutside = -(1 << 24);  // stays negative whatever position is added

  // A convolution: output position q reads input position s·q + tap − p.
  static TapAxis gathering(int outputs, int inputs, int kernel, int stride, int padding);
  // A transposed convolution: output position q reads (q + p − tap) / s if that is a whole number.
  static TapAxis scattering(int outputs, int inputs, int kernel, int stride, int padding);

  int size() const { return static_cast<int>(outputs.size()); }

  int extent;                // of the input
  std::vector<int> phases;   // the index of each phase's first position, then size()
  std::vector<int> outputs;  // output positions, sorted by phase
  std::vector<int> inputs;   // (kernel × size) the input positions that they read, or kOutside
};

// Neighbouring output pixels that read neighbouring input pixels.
struct Run {
  int output;
  int input;
  int length;
};

// A block of output pixels, so small that a few of its input and output maps fit in the L1 cache.
struct TapBand {
  static constexpr int kMostPixels = 64;
  static constexpr int kTilePixels = 4;  // the last pixel is repeated up to a multiple of this

  const int* inputs_of(std::ptrdiff_t tap) const {
    return &inputs[static_cast<std::size_t>(tap * kMostPixels)];
  }

  int taps = 0;
  int count = 0;
  int outputs[kMostPixels] = {};
  std::vector<int> inputs;  // (taps × kMostPixels) input pixels, negative outside the image
  std::vector<std::vector<Run>> runs;  // per tap
  std::vector<Run> runs_of_copies;     // for a copy whose pixel i is read by pixel i of the band
};

inline constexpr auto kEveryPixel = [] {
  std::array<int, TapBand::kMostPixels> pixels;
  std::iota(pixels.begin(), pixels.end(), 0);
  return pixels;
}();

// All taps of a convolution, grouped by band of output pixels.
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
