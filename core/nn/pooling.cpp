#include "core/nn/pooling.h"

#include <algorithm>
#include <cstring>
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

// Four windows of 2 × 2 side by side, the usual kind, are taken at a time: their pixels as one
// vector for each place of the window. Takes a sixth off a training step of conv-8-16-16
// and more than half off one of conv-unpool.
using Four [[gnu::vector_size(4 * sizeof(Scalar))]] = Scalar;
constexpr int kPlaces = 4;

Four load_four(const Scalar* from) {
  Four four;
  std::memcpy(&four, from, sizeof four);
  return four;
}

void store_four(Scalar* to, const Four& four) { std::memcpy(to, &four, sizeof four); }

struct FourWindows {
  Four at[kPlaces];  // in reading order

  static FourWindows load(const Scalar* pixels, std::ptrdiff_t width) {
    FourWindows windows;
    for (std::ptrdiff_t row = 0; row < 2; ++row) {
      const Four left = load_four(pixels + row * width);
      const Four right = load_four(pixels + row * width + 4);
      windows.at[2 * row] = __builtin_shufflevector(left, right, 0, 2, 4, 6);
      windows.at[2 * row + 1] = __builtin_shufflevector(left, right, 1, 3, 5, 7);
    }
    return windows;
  }

  void store(Scalar* pixels, std::ptrdiff_t width) const {
    for (std::ptrdiff_t row = 0; row < 2; ++row) {
      const Four &even = at[2 * row], &odd = at[2 * row + 1];
      store_four(pixels + row * width, __builtin_shufflevector(even, odd, 0, 4, 1, 5));
      store_four(pixels + row * width + 4, __builtin_shufflevector(even, odd, 2, 6, 3, 7));
    }
  }

  Four largest() const {
    Four largest = at[0];
    for (const Four& pixel : at) {
      const auto is_nan = pixel != pixel;  // NOLINT(misc-redundant-expression)
      largest = ((pixel > largest) | is_nan) ? pixel : largest;
    }
    return largest;
  }
};

// Calls visit(first window) for fours that cover the row, the last of which may go over some
// windows again; false where the row has no fours.
template <class Kernel, class Visit>
bool for_each_four(const WindowRow<Kernel>& row, const Visit& visit) {
  if constexpr (std::is_same_v<Kernel, int>) return false;
  if (row.rows < 2 || row.count < 4 || 2 * row.count > row.width) return false;
  for (int window = 0; window < row.count; window += 4) visit(std::min(window, row.count - 4));
  return true;
}

// Keeps NaN, which has to reach the loss.
template <class Kernel>
void find_largest(const WindowRow<Kernel>& row, const Scalar* pixels, Scalar* largest) {
  const auto find = [&](std::ptrdiff_t window) {
    store_four(largest + window, FourWindows::load(pixels + 2 * window, row.width).largest());
  };
  if (for_each_four(row, find)) return;
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
  const auto put = [&](std::ptrdiff_t window) {
    FourWindows windows = FourWindows::load(pixels + 2 * window, row.width);
    const Four maximum = load_four(largest + window);
    Four value = load_four(values + window);
    for (Four& place : windows.at) {
      const auto is_switch = place == maximum;
      place = is_switch ? value : Four{};
      value = is_switch ? Four{} : value;
    }
    windows.store(to + 2 * window, row.width);
  };
  if (for_each_four(row, put)) return;
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
  const auto take = [&](std::ptrdiff_t window) {
    const FourWindows windows = FourWindows::load(pixels + 2 * window, row.width);
    const FourWindows sources = FourWindows::load(from + 2 * window, row.width);
    const Four maximum = load_four(largest + window);
    Four taken{};
    for (int place = kPlaces; place-- > 0;) {
      taken = windows.at[place] == maximum ? sources.at[place] : taken;
    }
    store_four(to + window, taken);
  };
  if (for_each_four(row, take)) return;
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
