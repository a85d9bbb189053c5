#include "core/nn/layers/upsample2d.h"

#include "core/compute/simd.h"

namespace hourglass {
namespace {

// Calls visit(input pixel, the first of its copies) for every input pixel.
template <class Visit>
void for_each_pixel(Shape input, std::ptrdiff_t factor, const Visit& visit) {
  std::ptrdiff_t pixel = 0;
  for (std::ptrdiff_t row = 0; row < std::ptrdiff_t{input.channels} * input.height; ++row) {
    const std::ptrdiff_t first = row * factor * factor * input.width;
    for (int column = 0; column < input.width; ++column) visit(pixel++, first + column * factor);
  }
}

template <class Visit>
void for_each_copy(Shape input, std::ptrdiff_t factor, std::ptrdiff_t first, const Visit& visit) {
  for (int row = 0; row < factor; ++row) {
    for (int column = 0; column < factor; ++column) {
      visit(first + row * factor * input.width + column);
    }
  }
}

}  // namespace

Upsample2d::Upsample2d(Shape input, int factor)
    : Layer(LayerType::kUpsample2d, input, shape_after(input, factor)), factor_(factor) {}

Shape Upsample2d::shape_after(Shape input, int factor) {
  return {
      .channels = input.channels, .height = input.height * factor, .width = input.width * factor};
}

void Upsample2d::forward(const LayerInput& input, std::span<const Scalar> /*parameters*/,
                         MatrixView y) const {
  for_each_pixel(input_shape(), factor_, [&](std::ptrdiff_t pixel, std::ptrdiff_t first_copy) {
    const Register x = load(input.x.data() + pixel * kLanes);
    for_each_copy(input_shape(), factor_, first_copy,
                  [&](std::ptrdiff_t copy) { store(y.data() + copy * kLanes, x); });
  });
}

void Upsample2d::input_gradient(const LayerInput& input, ConstMatrixView /*y*/, ConstMatrixView dy,
                                std::span<const Scalar> /*parameters*/, MatrixView dx) const {
  for_each_pixel(input_shape(), factor_, [&](std::ptrdiff_t pixel, std::ptrdiff_t first_copy) {
    Register sum{};
    for_each_copy(input_shape(), factor_, first_copy,
                  [&](std::ptrdiff_t copy) { sum += load(dy.data() + copy * kLanes); });
    const std::ptrdiff_t at = pixel * kLanes;
    store(dx.data() + at, input.with_relu ? passed_by(load(input.x.data() + at), sum) : sum);
  });
}

}  // namespace hourglass
