// The two sums of a convolution, over planes that lie flat in memory.
//
// A plane holds many small images one behind the other with zeros between them, so that a tap of
// the kernel is one offset for the whole plane: the loops run over long contiguous ranges, whatever
// the size of the images, and need no im2col. Several output planes are summed at a time, which
// shares the loads of the input; the channels of an autoencoder are too few for a matrix product to
// pay.
#pragma once

#include <cstddef>
#include <span>

#include "core/base/scalar.h"

namespace hourglass {

// Lengths of planes are multiples of this many numbers.
inline constexpr std::ptrdiff_t kPlaneGrain = 128;

// `count` planes, the first at `first`, each `pitch` numbers after the one before.
struct ConstPlanes {
  const Scalar* first;
  std::ptrdiff_t pitch;
  int count;
};
struct Planes {
  Scalar* first;
  std::ptrdiff_t pitch;
  int count;

  operator ConstPlanes() const { return {.first = first, .pitch = pitch, .count = count}; }
};

// output[o][i] = bias[o] + Σ over c and t of weights[o, c, t] · input[c][i + offsets[t]]
// for i in [0, length). weights: (outputs × inputs × taps). An empty bias is 0.
void correlate(ConstPlanes input, std::span<const std::ptrdiff_t> offsets,
               std::span<const Scalar> weights, std::span<const Scalar> bias, Planes output,
               std::ptrdiff_t length);

// gradient[o, c, t] += Σ over i in [0, length) of output[o][i] · input[c][i + offsets[t]].
void correlate_gradient(ConstPlanes input, std::span<const std::ptrdiff_t> offsets,
                        ConstPlanes output, std::ptrdiff_t length, std::span<Scalar> gradient);

}  // namespace hourglass
