// Which pixel of its input a pixel of a convolution's output meets through each tap of the kernel.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
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

// Some pixels of the output, no more than stay in the first cache with a few maps of either side.
struct TapBand {
  static constexpr int kMost = 64;
  static constexpr int kGrain = 8;  // behind `count` the last pixel is repeated to a multiple

  const int* inputs_of(std::ptrdiff_t tap) const {
    return &inputs[static_cast<std::size_t>(tap * kMost)];
  }

  int taps;
  int count = 0;
  int outputs[kMost] = {};
  std::vector<int> inputs;  // (taps × kMost) pixels of the input, below 0 where outside
};

class Taps {
 public:
  Taps(TapAxis rows, TapAxis columns, int kernel)
      : rows_(std::move(rows)), columns_(std::move(columns)), kernel_(kernel) {}

  int count() const { return kernel_ * kernel_; }

  // Calls visit(const TapBand&) until all pixels of the output are done.
  template <class Visit>
  void for_each_band(const Visit& visit) const {
    TapBand band{.taps = count(),
                 .inputs = std::vector<int>(static_cast<std::size_t>(count() * TapBand::kMost))};
    const auto finish = [&] {
      if (band.count == 0) return;
      pad(band);
      visit(band);
      band.count = 0;
    };
    for_each_run([&](int row, int column, int length) {
      while (length > 0) {
        const int taken = std::min(length, TapBand::kMost - band.count);
        append(row, column, taken, band);
        column += taken;
        length -= taken;
        if (band.count == TapBand::kMost) finish();
      }
    });
    finish();
  }

 private:
  // Calls visit(row, first column, number of columns) in the order of both axes' places.
  template <class Visit>
  void for_each_run(const Visit& visit) const {
    for (std::size_t vertical = 1; vertical < rows_.phases.size(); ++vertical) {
      for (std::size_t horizontal = 1; horizontal < columns_.phases.size(); ++horizontal) {
        for (int row = rows_.phases[vertical - 1]; row < rows_.phases[vertical]; ++row) {
          const int first = columns_.phases[horizontal - 1];
          visit(row, first, columns_.phases[horizontal] - first);
        }
      }
    }
  }

  void append(int row, int column, int length, TapBand& band) const;
  void pad(TapBand& band) const;

  TapAxis rows_;
  TapAxis columns_;
  int kernel_;
};

}  // namespace hourglass
