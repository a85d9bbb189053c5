#include "core/nn/layers/activation.h"

#include "core/compute/elementary.h"

namespace hourglass {
namespace {

// dx = gradient(y, dy), elementwise.
template <class Gradient>
void pass_back(ConstMatrixView y, ConstMatrixView dy, MatrixView dx, const Gradient& gradient) {
  for_each_vector(dx.size(), [&](std::ptrdiff_t first, std::ptrdiff_t count) {
    const Register dl_dx = gradient(load(y.data() + first, count), load(dy.data() + first, count));
    store(dx.data() + first, dl_dx, count);
  });
}

}  // namespace

void Relu::forward(const LayerInput& input, std::span<const Scalar> /*parameters*/,
                   MatrixView y) const {
  for_each_vector(y.size(), [&](std::ptrdiff_t first, std::ptrdiff_t count) {
    const Register x = load(input.x.data() + first, count);
    store(y.data() + first, passed_by(x, x), count);
  });
}

void Relu::input_gradient(const LayerInput& /*input*/, ConstMatrixView y, ConstMatrixView dy,
                          std::span<const Scalar> /*parameters*/, MatrixView dx) const {
  pass_back(y, dy, dx, passed_by);
}

void Sigmoid::forward(const LayerInput& input, std::span<const Scalar> /*parameters*/,
                      MatrixView y) const {
  const Scalar* from = input.x.data();
  for_each_vector(y.size(), [&](std::ptrdiff_t first, std::ptrdiff_t count) {
    const Register e = exponential(-load(from + first, count));
    store(y.data() + first, Scalar(1) / (Scalar(1) + e), count);
  });
}

void Sigmoid::input_gradient(const LayerInput& /*input*/, ConstMatrixView y, ConstMatrixView dy,
                             std::span<const Scalar> /*parameters*/, MatrixView dx) const {
  pass_back(y, dy, dx, [](const Register& output, const Register& gradient) {
    return gradient * output * (Scalar(1) - output);
  });
}

}  // namespace hourglass
