// The number type of the core and the Eigen views that every layer computes on.
//
// A batch is a column-major matrix, one column = one image (row-major 28×28), so an image is one
// contiguous run of 784 numbers. Among themselves convolutions keep another order (nn/layer.h).
#pragma once

#include <Eigen/Core>
#include <span>

namespace hourglass {

// float is what ships. The double build exists for gradient checks: central differences reach 1e-10
// there and only 1e-5 in float.
#ifdef HOURGLASS_DOUBLE
using Scalar = double;
#else
using Scalar = float;
#endif

using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
using MatrixView = Eigen::Map<Matrix>;
using ConstMatrixView = Eigen::Map<const Matrix>;

// The same columns, for reading; Eigen's maps do not convert by themselves.
inline ConstMatrixView read_only(const MatrixView& view) {
  return {view.data(), view.rows(), view.cols()};
}

// Memory that Eigen writes batches and gradients to. Its vectorised loops treat the ends of a range
// apart, by the address: only where that is aligned do equal runs give equal bits. Not a
// std::vector with Eigen's allocator: libc++ allocates past that (by allocate_at_least), and frees
// through it.
using AlignedBlock = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

// Weights lie as PyTorch keeps them: (outputs, inputs), row-major.
using RowMajorMatrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using WeightView = Eigen::Map<RowMajorMatrix>;
using ConstWeightView = Eigen::Map<const RowMajorMatrix>;

using VectorView = Eigen::Map<Eigen::Matrix<Scalar, Eigen::Dynamic, 1>>;
using ConstVectorView = Eigen::Map<const Eigen::Matrix<Scalar, Eigen::Dynamic, 1>>;

}  // namespace hourglass
