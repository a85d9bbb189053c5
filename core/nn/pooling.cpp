#include "core/nn/pooling.h"

#include <algorithm>
#include <type_traits>
#include <vector>

namespace hourglass {
namespace {

// One row of windows of one channel: `count` windows, over `rows` rows of an image `width` wide.
template <class Kernel>
struct WindowRow {
  int count;
  int rows;
  int width;
  Kernel kernel;  // a constant where that lets the loops vectorise

  // Calls visit(window, place in the image) for all places, window by window for each place of the
  // window, in reading order.
  template <class Visit>
  void for_each_place(const Visit& visit) const {
    for (int row = 0; row < rows; ++row) {
      for (int column = 0; column < kernel; ++column) {
        const int whole = std::min(count, (width - column + kernel - 1) / kernel);
        for (int window = 0; window < whole; ++window) {
          visit(window, row * width + window * kernel + column);
        }
      }
    }
  }
};

// Calls visit(row of windows, first of its pixels, first of its windows) for all of a batch.
template <class Visit>
void for_each_row(Shape image, Shape pooled, int kernel, Eigen::Index columns, const Visit& visit) {
  const auto visit_all = [&](auto kernel_size) {
    const Eigen::Index planes = columns * image.channels;
    for (Eigen::Index plane = 0; plane < planes; ++plane) {
      for (int row = 0; row < pooled.height; ++row) {
        const int top = row * kernel;
        visit(WindowRow{.count = pooled.width,
                        .rows = std::min(kernel, image.height - top),
                        .width = image.width,
                        .kernel = kernel_size},
              (plane * image.height + top) * image.width,
              (plane * pooled.height + row) * pooled.width);
      }
    }
  };
  if (kernel == 2) {
    visit_all(std::integral_constant<int, 2>());
  } else {
    visit_all(kernel);
  }
}

// Keeps NaN, which has to reach the loss.
template <class Kernel>
void find_largest(const WindowRow<Kernel>& row, const Scalar* pixels, Scalar* largest) {
  for (int window = 0; window < row.count; ++window) largest[window] = pixels[window * row.kernel];
  row.for_each_place([&](int window, int place) {
    const Scalar pixel = pixels[place];
    largest[window] = pixel > largest[window] || pixel != pixel ? pixel : largest[window];
  });
}

// to = value of its window at the switch, 0 elsewhere. Uses up `values`.
template <class Kernel>
void put_at_switches(const WindowRow<Kernel>& row, const Scalar* pixels, const Scalar* largest,
                     Scalar* values, Scalar* to) {
  row.for_each_place([&](int window, int place) {
    const bool is_switch = pixels[place] == largest[window];
    to[place] = is_switch ? values[window] : Scalar(0);
    values[window] = is_switch ? Scalar(0) : values[window];
  });
}

// to = what `from` has at the switch of the window; `is_open` is room to work in.
template <class Kernel>
void take_at_switches(const WindowRow<Kernel>& row, const Scalar* pixels, const Scalar* largest,
                      const Scalar* from, Scalar* is_open, Scalar* to) {
  std::fill_n(is_open, row.count, Scalar(1));
  std::fill_n(to, row.count, Scalar(0));
  row.for_each_place([&](int window, int place) {
    const bool is_switch = pixels[place] == largest[window];
    to[window] += is_switch ? is_open[window] * from[place] : Scalar(0);
    is_open[window] = is_switch ? Scalar(0) : is_open[window];
  });
}

// Whether every pixel belongs to a window.
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
  for_each_row(input_shape(), output_shape(), kernel_, y.cols(),
               [&](const auto& row, Eigen::Index pixel, Eigen::Index window) {
                 find_largest(row, input.x.data() + pixel, y.data() + window);
               });
}

void MaxPool2d::backward(const LayerInput& input, ConstMatrixView y, ConstMatrixView dy,
                         std::span<const Scalar> /*parameters*/, MatrixView dx,
                         std::span<Scalar> /*parameter_gradients*/) const {
  if (dx.size() == 0) return;
  if (!covers(input_shape(), output_shape(), kernel_)) dx.setZero();
  std::vector<Scalar> values(static_cast<std::size_t>(output_shape().width));
  for_each_row(input_shape(), output_shape(), kernel_, dy.cols(),
               [&](const auto& row, Eigen::Index pixel, Eigen::Index window) {
                 std::copy_n(dy.data() + window, row.count, values.begin());
                 put_at_switches(row, input.x.data() + pixel, y.data() + window, values.data(),
                                 dx.data() + pixel);
               });
}

MaxUnpool2d::MaxUnpool2d(const MaxPool2d& pooling)
    : Layer(LayerType::kMaxUnpool2d, pooling.output_shape(), pooling.input_shape()),
      kernel_(pooling.kernel()) {}

void MaxUnpool2d::forward(const LayerInput& input, std::span<const Scalar> /*parameters*/,
                          MatrixView y) const {
  if (!covers(output_shape(), input_shape(), kernel_)) y.setZero();
  const auto width = static_cast<std::size_t>(input_shape().width);
  std::vector<Scalar> largest(width);
  std::vector<Scalar> values(width);
  for_each_row(output_shape(), input_shape(), kernel_, y.cols(),
               [&](const auto& row, Eigen::Index pixel, Eigen::Index window) {
                 const Scalar* pooled = input.pooled.data() + pixel;
                 find_largest(row, pooled, largest.data());
                 std::copy_n(input.x.data() + window, row.count, values.begin());
                 put_at_switches(row, pooled, largest.data(), values.data(), y.data() + pixel);
               });
}

void MaxUnpool2d::backward(const LayerInput& input, ConstMatrixView /*y*/, ConstMatrixView dy,
                           std::span<const Scalar> /*parameters*/, MatrixView dx,
                           std::span<Scalar> /*parameter_gradients*/) const {
  if (dx.size() == 0) return;
  const auto width = static_cast<std::size_t>(input_shape().width);
  std::vector<Scalar> largest(width);
  std::vector<Scalar> is_open(width);
  for_each_row(output_shape(), input_shape(), kernel_, dy.cols(),
               [&](const auto& row, Eigen::Index pixel, Eigen::Index window) {
                 const Scalar* pooled = input.pooled.data() + pixel;
                 find_largest(row, pooled, largest.data());
                 take_at_switches(row, pooled, largest.data(), dy.data() + pixel, is_open.data(),
                                  dx.data() + window);
               });
}

}  // namespace hourglass
