#include "core/compute/convolution.h"

#include <vector>

#include "core/compute/simd.h"

namespace hourglass {
namespace {

template <class Number>
Maps<Number> maps(Number* first, Shape shape) {
  return {.first = first, .count = shape.channels, .pixels = shape.height * shape.width};
}

// Reorders weights to (taps × inputs × outputs). The pitches are the distances in `weights` between
// consecutive inputs and between consecutive outputs.
std::vector<Scalar> by_tap(std::span<const Scalar> weights, int taps, int inputs,
                           std::ptrdiff_t input_pitch, int outputs, std::ptrdiff_t output_pitch) {
  std::vector<Scalar> sorted;
  sorted.reserve(weights.size());
  for (int t = 0; t < taps; ++t) {
    for (int i = 0; i < inputs; ++i) {
      for (int o = 0; o < outputs; ++o) {
        sorted.push_back(weights[static_cast<std::size_t>(i * input_pitch + o * output_pitch + t)]);
      }
    }
  }
  return sorted;
}

}  // namespace

Convolution::Convolution(Shape fine, Shape coarse, int kernel, int stride, int padding)
    : fine_(fine),
      coarse_(coarse),
      fine_of_coarse_(TapAxis::gathering(coarse.height, fine.height, kernel, stride, padding),
                      TapAxis::gathering(coarse.width, fine.width, kernel, stride, padding),
                      kernel),
      coarse_of_fine_(TapAxis::scattering(fine.height, coarse.height, kernel, stride, padding),
                      TapAxis::scattering(fine.width, coarse.width, kernel, stride, padding),
                      kernel) {}

void Convolution::gather(ConstMatrixView fine, std::span<const Scalar> weights,
                         std::span<const Scalar> bias, MatrixView coarse) const {
  const int taps = fine_of_coarse_.count();
  correlate(maps(fine.data(), fine_), fine_of_coarse_,
            by_tap(weights, taps, fine_.channels, taps, coarse_.channels,
                   std::ptrdiff_t{fine_.channels} * taps),
            bias, maps(coarse.data(), coarse_));
}

void Convolution::scatter(ConstMatrixView coarse, std::span<const Scalar> weights,
                          std::span<const Scalar> bias, MatrixView fine) const {
  const int taps = coarse_of_fine_.count();
  correlate(maps(coarse.data(), coarse_), coarse_of_fine_,
            by_tap(weights, taps, coarse_.channels, std::ptrdiff_t{fine_.channels} * taps,
                   fine_.channels, taps),
            bias, maps(fine.data(), fine_));
}

void Convolution::weight_gradient(ConstMatrixView fine, ConstMatrixView coarse,
                                  std::span<Scalar> gradient) const {
  const auto fine_maps = maps(fine.data(), fine_), coarse_maps = maps(coarse.data(), coarse_);
  if (coarse_.channels == 1) {
    correlate_gradient(coarse_maps, coarse_of_fine_, fine_maps, gradient);
  } else {
    correlate_gradient(fine_maps, fine_of_coarse_, coarse_maps, gradient);
  }
}

void sum_by_channel(ConstMatrixView dy, std::span<Scalar> sums) {
  const Eigen::Index pixels = dy.cols() / std::ssize(sums);
  const Scalar* next = dy.data();
  for (Scalar& sum : sums) {
    Register lanes[4] = {};
    for_each_tile<4>(pixels, [&](Eigen::Index /*pixel*/, auto together) {
      for (int p = 0; p < together; ++p, next += kLanes) lanes[p] += load(next);
    });
    sum += sum_of_lanes((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]));
  }
}

}  // namespace hourglass
