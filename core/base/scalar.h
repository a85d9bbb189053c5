// The number type of the core and the Eigen views that every layer computes on.
//
// A batch is a column-major matrix with one image per column (28×28, row-major), so an image is one
// contiguous run of 784 numbers. Convolutions use a second layout (see Layout in nn/layer.h).
#pragma once

#include <Eigen/Core>
#include <span>

#if __has_include("core/instruction_set.h")
#include "core/instruction_set.h"
#endif

namespace hourglass {

// The library computes in single precision. The tests also build it in double precision to check
// gradients: central differences are accurate to 1e-10 there, but only to 1e-5 in float.
#ifdef HOURGLASS_DOUBLE
using Scalar = double;
#else
using Scalar = float;
#endif

using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
using MatrixView = Eigen::Map<Matrix>;
using ConstMatrixView = Eigen::Map<const Matrix>;

// A read-only view of the same matrix; Eigen does not convert maps implicitly.
inline ConstMatrixView read_only(const MatrixView& view) {
  return {view.data(), view.rows(), view.cols()};
}

// An aligned buffer for batches and gradients. Eigen's vectorised loops peel unaligned ends, so
// results are reproducible bit for bit only if buffers are always aligned. A std::vector with
// Eigen's allocator does not work: libc++ allocates through allocate_at_least, which bypasses that
// allocator, but frees through it.
using AlignedBlock = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

// Weights have the same layout as in PyTorch: (outputs × inputs), row-major.
using RowMajorMatrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using WeightView = Eigen::Map<RowMajorMatrix>;
using ConstWeightView = Eigen::Map<const RowMajorMatrix>;

using VectorView = Eigen::Map<Eigen::Matrix<Scalar, Eigen::Dynamic, 1>>;
using ConstVectorView = Eigen::Map<const Eigen::Matrix<Scalar, Eigen::Dynamic, 1>>;

}  // namespace hourglass
