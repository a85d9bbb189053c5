#include "core/compute/matmul.h"

namespace hourglass {

void multiply(ConstWeightView w, ConstMatrixView x, MatrixView y) { y.noalias() = w * x; }

void multiply_transposed(ConstWeightView w, ConstMatrixView x, MatrixView y) {
  y.noalias() = w.transpose() * x;
}

void outer_product(ConstMatrixView y, ConstMatrixView x, WeightView w) {
  w.noalias() = y * x.transpose();
}

}  // namespace hourglass
