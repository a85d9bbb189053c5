#include "core/nn/activation.h"

#include "core/compute/exponential.h"

namespace hourglass {

void Relu::forward(const LayerInput& input, std::span<const Scalar> /*parameters*/,
                   MatrixView y) const {
  // Keeps NaN, of which Eigen's maximum promises nothing: it has to reach the loss, where training
  // stops.
  y = (input.x.array() < Scalar(0)).select(Scalar(0), input.x);
}

void Relu::backward(const LayerInput& /*input*/, ConstMatrixView y, ConstMatrixView dy,
                    std::span<const Scalar> /*parameters*/, MatrixView dx,
                    std::span<Scalar> /*parameter_gradients*/) const {
  if (dx.size() > 0) dx = (y.array() > Scalar(0)).select(dy, Scalar(0));
}

void Sigmoid::forward(const LayerInput& input, std::span<const Scalar> /*parameters*/,
                      MatrixView y) const {
  const Scalar* from = input.x.data();
  for_each_vector(y.size(), [&](std::ptrdiff_t first, std::ptrdiff_t count) {
    const Vector e = exponential(-load(from + first, count));
    store(y.data() + first, Scalar(1) / (Scalar(1) + e), count);
  });
}

void Sigmoid::backward(const LayerInput& /*input*/, ConstMatrixView y, ConstMatrixView dy,
                       std::span<const Scalar> /*parameters*/, MatrixView dx,
                       std::span<Scalar> /*parameter_gradients*/) const {
  if (dx.size() > 0) dx = dy.array() * y.array() * (Scalar(1) - y.array());
}

}  // namespace hourglass
