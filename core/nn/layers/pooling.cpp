#include "core/nn/layers/pooling.h"

#include <algorithm>

#include "core/compute/simd.h"

namespace hourglass {
namespace {

// One pooling window of one map in the lane layout: `rows` × `columns` pixels from `first` on.
struct Window {
  std::ptrdiff_t number;
  std::ptrdiff_t first;
  int rows;
  int columns;
  std::ptrdiff_t width;  // of the map

  // Calls visit(offset of the pixel's lanes) in reading order.
  template <class Visit>
  void for_each_pixel(const Visit& visit) const {
    for (int row = 0; row < rows; ++row) {
      for (int column = 0; column < columns; ++column) {
        visit((first + row * width + column) * kLanes);
      }
    }
  }
};

template <class Visit>
void for_each_window(Shape image, Shape pooled, int kernel, const Visit& visit) {
  std::ptrdiff_t number = 0;
  for (int map = 0; map < image.channels; ++map) {
    for (int row = 0; row < pooled.height * kernel; row += kernel) {
      for (int column = 0; column < pooled.width * kernel; column += kernel) {
        visit(Window{.number = number++,
                     .first = (std::ptrdiff_t{map} * image.height + row) * image.width + column,
                     .rows = std::min(kernel, image.height - row),
                     .columns = std::min(kernel, image.width - column),
                     .width = image.width});
      }
    }
  }
}

// The largest value in the window. NaN must pass through, because training stops when it reaches
// the loss.
Register largest_of(const Window& window, const Scalar* pixels) {
  Register largest = load(pixels + window.first * kLanes);
  window.for_each_pixel([&](std::ptrdiff_t at) {
    const Register pixel = load(pixels + at);
    const auto is_nan = pixel != pixel;  // NOLINT(misc-redundant-expression)
    largest = ((pixel > largest) | is_nan) ? pixel : largest;
  });
  return largest;
}

// Writes `value` at the window's switch and 0 at its other pixels.
void put_at_switch(const Window& window, const Scalar* pixels, const Register& largest,
                   Register value, Scalar* to) {
  window.for_each_pixel([&](std::ptrdiff_t at) {
    const auto is_switch = load(pixels + at) == largest;
    store(to + at, is_switch ? value : Register{});
    value = is_switch ? Register{} : value;
  });
}

// The value of `from` at the window's switch.
Register take_at_switch(const Window& window, const Scalar* pixels, const Register& largest,
                        const Scalar* from) {
  Register taken{};
  auto not_taken = taken == taken;  // NOLINT(misc-redundant-expression)
  window.for_each_pixel([&](std::ptrdiff_t at) {
    const auto is_switch = (load(pixels + at) == largest) & not_taken;
    taken = is_switch ? load(from + at) : taken;
    not_taken &= ~is_switch;
  });
  return taken;
}

// True if every pixel belongs to a window.
bool covers(Shape image, Shape pooled, int kernel) {
  return pooled.height * kernel >= image.height && pooled.width * kernel >= image.width;
}

}  // namespace

MaxPool2d::MaxPool2d(Shape input, int kernel, bool ceil)
    : Layer(LayerType::kMaxPool2d, input, shape_after(input, kernel, ceil)), kernel_(kernel) {}

Shape MaxPool2d::shape_after(Shape input, int kernel, bool ceil) {
  const auto extent = [&](int n) { return (ceil ? n + kernel - 1 : n) / kernel; };
  return {.channels = input.channels, .height = extent(input.height), .width = extent(input.width)};
}

void MaxPool2d::forward(const LayerInput& input, std::span<const Scalar> /*parameters*/,
                        MatrixView y) const {
  for_each_window(input_shape(), output_shape(), kernel_, [&](const Window& window) {
    store(y.data() + window.number * kLanes, largest_of(window, input.x.data()));
  });
}

void MaxPool2d::input_gradient(const LayerInput& input, ConstMatrixView y, ConstMatrixView dy,
                               std::span<const Scalar> /*parameters*/, MatrixView dx) const {
  if (!covers(input_shape(), output_shape(), kernel_)) dx.setZero();
  for_each_window(input_shape(), output_shape(), kernel_, [&](const Window& window) {
    const std::ptrdiff_t at = window.number * kLanes;
    const Register largest = load(y.data() + at), gradient = load(dy.data() + at);
    put_at_switch(window, input.x.data(), largest,
                  input.with_relu ? passed_by(largest, gradient) : gradient, dx.data());
  });
}

MaxUnpool2d::MaxUnpool2d(const MaxPool2d& pooling)
    : Layer(LayerType::kMaxUnpool2d, pooling.output_shape(), pooling.input_shape()),
      kernel_(pooling.kernel()) {}

void MaxUnpool2d::forward(const LayerInput& input, std::span<const Scalar> /*parameters*/,
                          MatrixView y) const {
  if (!covers(output_shape(), input_shape(), kernel_)) y.setZero();
  for_each_window(output_shape(), input_shape(), kernel_, [&](const Window& window) {
    const Scalar* pooled = input.pooled.data();
    put_at_switch(window, pooled, largest_of(window, pooled),
                  load(input.x.data() + window.number * kLanes), y.data());
  });
}

void MaxUnpool2d::input_gradient(const LayerInput& input, ConstMatrixView /*y*/, ConstMatrixView dy,
                                 std::span<const Scalar> /*parameters*/, MatrixView dx) const {
  for_each_window(output_shape(), input_shape(), kernel_, [&](const Window& window) {
    const Scalar* pooled = input.pooled.data();
    const std::ptrdiff_t at = window.number * kLanes;
    const Register taken = take_at_switch(window, pooled, largest_of(window, pooled), dy.data());
    store(dx.data() + at, input.with_relu ? passed_by(load(input.x.data() + at), taken) : taken);
  });
}

}  // namespace hourglass
