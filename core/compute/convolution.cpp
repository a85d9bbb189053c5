#include "core/compute/convolution.h"

#include "core/compute/simd.h"

namespace hourglass {
namespace {

template <class Number>
Maps<Number> maps(Number* first, Shape shape) {
  return {.first = first, .count = shape.channels, .pixels = shape.height * shape.width};
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
                         std::span<const Scalar> bias, MatrixView coarse,
                         const Scalar* gate) const {
  const std::ptrdiff_t taps = fine_of_coarse_.count();
  correlate(maps(fine.data(), fine_), fine_of_coarse_,
            {.first = weights.data(), .output_pitch = fine_.channels * taps, .input_pitch = taps},
            bias, maps(coarse.data(), coarse_), gate);
}

void Convolution::scatter(ConstMatrixView coarse, std::span<const Scalar> weights,
                          std::span<const Scalar> bias, MatrixView fine, const Scalar* gate) const {
  const std::ptrdiff_t taps = coarse_of_fine_.count();
  correlate(maps(coarse.data(), coarse_), coarse_of_fine_,
            {.first = weights.data(), .output_pitch = taps, .input_pitch = fine_.channels * taps},
            bias, maps(fine.data(), fine_), gate);
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
