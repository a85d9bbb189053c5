#include "core/nn/convolution_plan.h"

#include <algorithm>
#include <type_traits>

namespace hourglass {
namespace {

// Images are taken a few at a time, so that the planes of both sides stay in the second-level
// cache.
constexpr std::ptrdiff_t kNumbersAtATime = std::ptrdiff_t{48} * 1024;

std::ptrdiff_t round_up(std::ptrdiff_t length) {
  return (length + kPlaneGrain - 1) / kPlaneGrain * kPlaneGrain;
}

int floor_divide(int dividend, int divisor) {
  return dividend >= 0 ? dividend / divisor : -((divisor - 1 - dividend) / divisor);
}

// Calls move(pixels, planes, count, stride) for every run of pixels of images [first, first +
// images) that lie in one row of one phase: `count` pixels, `stride` apart, against as many numbers
// of a plane in sequence. The stride is a constant where that lets loops vectorise.
template <class Pixel, class Number>
struct Layout {
  Pixel* images;  // one column after the other
  Number* planes;
  std::ptrdiff_t plane_pitch;
  std::ptrdiff_t row_pitch;
  std::ptrdiff_t image_pitch;

  template <class Move>
  void for_each_run(Shape shape, int stride, int count, const Move& move) const {
    Pixel* row = images;
    for (int image = 0; image < count; ++image) {
      for (int channel = 0; channel < shape.channels; ++channel) {
        for (int r = 0; r < shape.height; ++r, row += shape.width) {
          const int phase = (channel * stride + r % stride) * stride;
          Number* numbers =
              planes + phase * plane_pitch + image * image_pitch + (r / stride) * row_pitch;
          for (int start = 0; start < stride; ++start, numbers += plane_pitch) {
            const int length = (shape.width - start + stride - 1) / stride;
            if (stride == 1) {
              move(row, numbers, length, std::integral_constant<int, 1>());
            } else if (stride == 2) {
              move(row + start, numbers, length, std::integral_constant<int, 2>());
            } else {
              move(row + start, numbers, length, stride);
            }
          }
        }
      }
    }
  }
};

}  // namespace

class ConvolutionPlan::Buffers {
 public:
  Buffers(const ConvolutionPlan& plan, Eigen::Index columns)
      : plan_(plan),
        columns_(columns),
        fine_planes_(plan.fine_.channels * plan.phases()),
        images_(std::clamp<std::ptrdiff_t>(
            kNumbersAtATime / (plan.image_pitch_ * (fine_planes_ + plan.coarse_.channels)), 1,
            std::max<std::ptrdiff_t>(columns, 1))),
        pitch_(round_up(images_ * plan.image_pitch_) + 2 * plan.reach_),
        numbers_(pitch_ * (fine_planes_ + plan.coarse_.channels)) {}

  // Calls visit(first column, number of columns) for all, as many at a time as the planes hold.
  template <class Visit>
  void for_each_part(const Visit& visit) const {
    for (Eigen::Index first = 0; first < columns_; first += images_) {
      visit(first, static_cast<int>(std::min(images_, columns_ - first)));
    }
  }

  // Where each tap lies from its place on the fine planes.
  std::vector<std::ptrdiff_t> tap_offsets() const {
    std::vector<std::ptrdiff_t> offsets;
    for (const Tap& tap : plan_.taps_) offsets.push_back(tap.phase * pitch_ + tap.offset);
    return offsets;
  }

  bool holds_more_than(int count) const { return count < images_; }
  std::ptrdiff_t length(int count) const { return round_up(count * plan_.image_pitch_); }

  // Zeros, between the images too, which loading leaves as they are.
  void clear() { numbers_.setZero(); }
  void clear_fine() { numbers_.head(fine_planes_ * pitch_).setZero(); }
  void clear_coarse() { numbers_.tail(plan_.coarse_.channels * pitch_).setZero(); }

  // The planes of one phase, or with phase 0 those that taps reach from.
  Planes fine(int phase) {
    return {.first = numbers_.data() + plan_.reach_ + phase * pitch_,
            .pitch = pitch_ * plan_.phases(),
            .count = plan_.fine_.channels};
  }
  Planes coarse() {
    return {.first = numbers_.data() + plan_.reach_ + fine_planes_ * pitch_,
            .pitch = pitch_,
            .count = plan_.coarse_.channels};
  }

  void load_fine(ConstMatrixView from, Eigen::Index first, int count) {
    load(from, first, count, fine(0).first, plan_.fine_, plan_.stride_);
  }
  void load_coarse(ConstMatrixView from, Eigen::Index first, int count) {
    load(from, first, count, coarse().first, plan_.coarse_, 1);
  }
  void store_fine(MatrixView to, Eigen::Index first, int count) {
    store(to, first, count, fine(0).first, plan_.fine_, plan_.stride_);
  }
  void store_coarse(MatrixView to, Eigen::Index first, int count) {
    store(to, first, count, coarse().first, plan_.coarse_, 1);
  }

 private:
  template <class Pixel, class Number>
  Layout<Pixel, Number> layout(Pixel* images, Number* planes) const {
    return {images, planes, pitch_, plan_.row_pitch_, plan_.image_pitch_};
  }

  void load(ConstMatrixView from, Eigen::Index first, int count, Scalar* planes, Shape shape,
            int stride) {
    layout(from.data() + first * from.rows(), planes)
        .for_each_run(shape, stride, count,
                      [](const Scalar* pixels, Scalar* numbers, int length, auto step) {
                        for (int i = 0; i < length; ++i) numbers[i] = pixels[i * step];
                      });
  }

  void store(MatrixView to, Eigen::Index first, int count, const Scalar* planes, Shape shape,
             int stride) {
    layout(to.data() + first * to.rows(), planes)
        .for_each_run(shape, stride, count,
                      [](Scalar* pixels, const Scalar* numbers, int length, auto step) {
                        for (int i = 0; i < length; ++i) pixels[i * step] = numbers[i];
                      });
  }

  const ConvolutionPlan& plan_;
  Eigen::Index columns_;
  int fine_planes_;
  std::ptrdiff_t images_;
  std::ptrdiff_t pitch_;
  AlignedBlock numbers_;
};

ConvolutionPlan::ConvolutionPlan(Shape fine, Shape coarse, int kernel, int stride, int padding)
    : fine_(fine), coarse_(coarse), stride_(stride) {
  const int least = floor_divide(-padding, stride);
  const int most = floor_divide(kernel - 1 - padding, stride);
  // So many places to a row (or rows to an image) that an offset from either side's last place
  // lands on a zero.
  const auto pitch = [&](int fine_extent, int coarse_extent) {
    const int phase_extent = (fine_extent + stride - 1) / stride;
    return std::max({phase_extent - least, coarse_extent + most, phase_extent, coarse_extent});
  };
  row_pitch_ = pitch(fine.width, coarse.width);
  image_pitch_ = row_pitch_ * pitch(fine.height, coarse.height);
  reach_ = std::max(std::abs(least), std::abs(most)) * (row_pitch_ + 1);
  for (int a = 0; a < kernel; ++a) {
    for (int b = 0; b < kernel; ++b) {
      const int row = floor_divide(a - padding, stride);
      const int column = floor_divide(b - padding, stride);
      taps_.push_back(
          {.phase = (a - padding - row * stride) * stride + b - padding - column * stride,
           .offset = row * row_pitch_ + column});
    }
  }
}

void ConvolutionPlan::gather(ConstMatrixView fine, std::span<const Scalar> weights,
                             std::span<const Scalar> bias, MatrixView coarse) const {
  Buffers buffers(*this, fine.cols());
  buffers.clear_fine();
  const std::vector<std::ptrdiff_t> offsets = buffers.tap_offsets();
  buffers.for_each_part([&](Eigen::Index first, int count) {
    buffers.load_fine(fine, first, count);
    correlate(buffers.fine(0), offsets, weights, bias, buffers.coarse(), buffers.length(count));
    buffers.store_coarse(coarse, first, count);
  });
}

void ConvolutionPlan::scatter(ConstMatrixView coarse, std::span<const Scalar> weights,
                              std::span<const Scalar> bias, MatrixView fine) const {
  // Each phase of the fine side is a convolution of the coarse one by the taps that reach it.
  struct Phase {
    std::vector<std::ptrdiff_t> offsets;
    std::vector<Scalar> weights;  // (fine channels × coarse channels × taps)
  };
  std::vector<Phase> phases(static_cast<std::size_t>(this->phases()));
  for (const Tap& tap : taps_) {
    phases[static_cast<std::size_t>(tap.phase)].offsets.push_back(-tap.offset);
  }
  for (int channel = 0; channel < fine_.channels; ++channel) {
    for (int from = 0; from < coarse_.channels; ++from) {
      const auto block = static_cast<std::size_t>(from * fine_.channels + channel) * taps_.size();
      for (std::size_t tap = 0; tap < taps_.size(); ++tap) {
        phases[static_cast<std::size_t>(taps_[tap].phase)].weights.push_back(weights[block + tap]);
      }
    }
  }
  Buffers buffers(*this, coarse.cols());
  buffers.clear_coarse();
  buffers.for_each_part([&](Eigen::Index first, int count) {
    buffers.load_coarse(coarse, first, count);
    for (std::size_t phase = 0; phase < phases.size(); ++phase) {
      correlate(buffers.coarse(), phases[phase].offsets, phases[phase].weights, bias,
                buffers.fine(static_cast<int>(phase)), buffers.length(count));
    }
    buffers.store_fine(fine, first, count);
  });
}

void ConvolutionPlan::weight_gradient(ConstMatrixView fine, ConstMatrixView coarse,
                                      std::span<Scalar> gradient) const {
  Buffers buffers(*this, fine.cols());
  const std::vector<std::ptrdiff_t> offsets = buffers.tap_offsets();
  buffers.for_each_part([&](Eigen::Index first, int count) {
    if (first == 0 || buffers.holds_more_than(count)) buffers.clear();
    buffers.load_fine(fine, first, count);
    buffers.load_coarse(coarse, first, count);
    correlate_gradient(buffers.fine(0), offsets, buffers.coarse(), buffers.length(count), gradient);
  });
}

void sum_by_channel(ConstMatrixView dy, Shape shape, std::span<Scalar> sums) {
  const Eigen::Index plane = Eigen::Index{shape.height} * shape.width;
  for (std::size_t channel = 0; channel < sums.size(); ++channel) {
    sums[channel] += dy.middleRows(static_cast<Eigen::Index>(channel) * plane, plane).sum();
  }
}

}  // namespace hourglass
