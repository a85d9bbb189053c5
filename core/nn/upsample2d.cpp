#include "core/nn/upsample2d.h"

#include <algorithm>
#include <type_traits>

namespace hourglass {
namespace {

// Calls body with the factor, as a constant where that lets loops vectorise.
template <class Body>
void with_factor(int factor, const Body& body) {
  if (factor == 2) {
    body(std::integral_constant<int, 2>());
  } else {
    body(factor);
  }
}

}  // namespace

Upsample2d::Upsample2d(Shape input, int factor)
    : Layer(LayerType::kUpsample2d, input, shape_after(input, factor)), factor_(factor) {}

Shape Upsample2d::shape_after(Shape input, int factor) {
  return {
      .channels = input.channels, .height = input.height * factor, .width = input.width * factor};
}

template <class Row>
void Upsample2d::for_each_row(Eigen::Index columns, const Row& row) const {
  const Shape shape = input_shape();
  const Eigen::Index rows = columns * shape.channels * shape.height;
  const Eigen::Index copies = Eigen::Index{factor_} * factor_ * shape.width;
  for (Eigen::Index r = 0; r < rows; ++r) row(r * shape.width, r * copies);
}

void Upsample2d::forward(const LayerInput& input, std::span<const Scalar> /*parameters*/,
                         MatrixView y) const {
  const int width = input_shape().width;
  with_factor(factor_, [&](auto factor) {
    for_each_row(y.cols(), [&](Eigen::Index from, Eigen::Index to) {
      const Scalar* x = input.x.data() + from;
      Scalar* first = y.data() + to;
      for (int copy = 0; copy < factor; ++copy) {
        for (int c = 0; c < width; ++c) first[c * factor + copy] = x[c];
      }
      for (int copy = 1; copy < factor; ++copy) {
        std::copy_n(first, width * factor, first + copy * width * factor);
      }
    });
  });
}

void Upsample2d::backward(const LayerInput& /*input*/, ConstMatrixView /*y*/, ConstMatrixView dy,
                          std::span<const Scalar> /*parameters*/, MatrixView dx,
                          std::span<Scalar> /*parameter_gradients*/) const {
  if (dx.size() == 0) return;
  const int width = input_shape().width;
  with_factor(factor_, [&](auto factor) {
    for_each_row(dx.cols(), [&](Eigen::Index to, Eigen::Index from) {
      Scalar* sums = dx.data() + to;
      std::fill_n(sums, width, Scalar(0));
      for (int row = 0; row < factor; ++row) {
        const Scalar* copies = dy.data() + from + row * width * factor;
        for (int column = 0; column < factor; ++column) {
          for (int c = 0; c < width; ++c) sums[c] += copies[c * factor + column];
        }
      }
    });
  });
}

}  // namespace hourglass
