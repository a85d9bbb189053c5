#include "core/compute/eigenvectors.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <optional>

#include "core/base/scalar.h"
#include "core/compute/random_normal.h"

namespace hourglass {
namespace {

constexpr Eigen::Index kStartVectors = 2;
constexpr Eigen::Index kInitialCapacity = 32;  // of a basis
constexpr double kTolerance = 1e-13;  // on ‖A v − λ v‖, relative to the largest ‖A v‖ so far
// A full decomposition is faster if at least size / kFullDecompositionRatio vectors are needed.
constexpr Eigen::Index kFullDecompositionRatio = 6;

void orient(Eigen::MatrixXd& vectors) {
  for (auto vector : vectors.colwise()) {
    Eigen::Index largest = 0;
    vector.cwiseAbs().maxCoeff(&largest);
    if (vector[largest] < 0) vector = -vector;
  }
}

// The leading eigenvectors by a full decomposition, or nothing if it does not converge. Unlike
// Eigen::SelfAdjointEigenSolver, it applies the Householder reflections of the tridiagonalisation
// one by one instead of in blocks, which saves 6 kB of the WebAssembly module.
std::optional<Eigenpairs> decompose(const Eigen::MatrixXd& symmetric, Eigen::Index count) {
  const Eigen::Tridiagonalization<Eigen::MatrixXd> tridiagonal(symmetric);
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
  solver.computeFromTridiagonal(tridiagonal.diagonal(), tridiagonal.subDiagonal());
  if (solver.info() != Eigen::Success) return std::nullopt;
  // Eigen sorts in ascending order.
  Eigenpairs pairs{.values = solver.eigenvalues().reverse().head(count),
                   .vectors = solver.eigenvectors().rowwise().reverse().leftCols(count)};
  const Eigen::MatrixXd& reflections = tridiagonal.packedMatrix();
  Eigen::VectorXd workspace(count);
  for (Eigen::Index below = 1; below < symmetric.rows(); ++below) {
    const Eigen::Index column = symmetric.rows() - 1 - below;
    pairs.vectors.bottomRows(below).applyHouseholderOnTheLeft(
        reflections.col(column).tail(below - 1), tridiagonal.householderCoefficients()[column],
        workspace.data());
  }
  return pairs;
}

// A growing orthonormal basis V of the Krylov space of a matrix, and the projected matrix.
class Lanczos {
 public:
  Lanczos(const SymmetricProduct& product, Eigen::Index size)
      : product_(product),
        size_(size),
        basis_(size, kInitialCapacity),
        projected_(Eigen::MatrixXd::Zero(kInitialCapacity, kInitialCapacity)) {
    while (known_ < std::min(kStartVectors, size)) append_random();
  }

  // The number of basis vectors whose product with the matrix is known.
  Eigen::Index dimension() const { return multiplied_; }

  void expand() {
    Eigen::VectorXd image = product_(basis_.col(multiplied_));
    scale_ = std::max(scale_, image.norm());
    projected_.col(multiplied_).head(known_) = remove_basis(image);
    ++multiplied_;
    if (known_ == size_) return;
    const double norm = image.norm();
    // The Krylov space is exhausted, so a random direction extends the basis.
    if (norm <= kTolerance * scale_) return append_random();
    append(image / norm);
    projected_(known_ - 1, multiplied_ - 1) = norm;
  }

  // The best approximations of the leading eigenpairs within the basis; nothing until they are
  // accurate to the tolerance.
  std::optional<Eigenpairs> solve(Eigen::Index count) const {
    const Eigen::Index m = multiplied_;
    const Eigen::MatrixXd square = projected_.topLeftCorner(m, m);
    std::optional<Eigenpairs> pairs = decompose(square, count);
    if (!pairs) return std::nullopt;
    const Eigen::MatrixXd residuals = projected_.block(m, 0, known_ - m, m) * pairs->vectors;
    if (residuals.norm() > kTolerance * scale_) return std::nullopt;
    pairs->vectors = basis_.leftCols(m) * pairs->vectors;
    return pairs;
  }

 private:
  void append(const Eigen::VectorXd& vector) {
    if (known_ == basis_.cols()) {
      const Eigen::Index more = 2 * known_;
      basis_.conservativeResize(size_, more);
      projected_.conservativeResizeLike(Eigen::MatrixXd::Zero(more, more));
    }
    basis_.col(known_++) = vector;
  }

  void append_random() {
    Matrix drawn(size_, 1);
    draw_standard_normal(random_, {drawn.data(), static_cast<std::size_t>(size_)});
    Eigen::VectorXd vector = drawn.cast<double>();
    remove_basis(vector);
    append(vector.normalized());
  }

  // Makes the vector orthogonal to the basis and returns the coordinates of what was removed. Two
  // passes are enough (Kahan, in Parlett 1980).
  Eigen::VectorXd remove_basis(Eigen::VectorXd& vector) const {
    const auto basis = basis_.leftCols(known_);
    Eigen::VectorXd removed = Eigen::VectorXd::Zero(known_);
    for (int pass = 0; pass < 2; ++pass) {
      const Eigen::VectorXd part = basis.transpose() * vector;
      vector.noalias() -= basis * part;
      removed += part;
    }
    return removed;
  }

  const SymmetricProduct& product_;
  Eigen::Index size_;
  Random random_{1};
  Eigen::MatrixXd basis_;
  Eigen::MatrixXd projected_;  // Vᵀ A V; the lower triangle holds all nonzeros
  Eigen::Index known_ = 0;     // columns of the basis
  Eigen::Index multiplied_ = 0;
  double scale_ = 0;
};

}  // namespace

Result<Eigenpairs> leading_eigenvectors(const SymmetricProduct& product, Eigen::Index size,
                                        Eigen::Index count) {
  Lanczos lanczos(product, size);
  Eigen::Index next = 2 * count + 8;
  while (lanczos.dimension() < size) {
    lanczos.expand();
    if (lanczos.dimension() < std::min(next, size)) continue;
    if (std::optional<Eigenpairs> pairs = lanczos.solve(count)) {
      orient(pairs->vectors);
      return std::move(*pairs);
    }
    next += 4 + next / 8;
  }
  return fail("the eigenvalue decomposition did not converge");
}

Result<Eigenpairs> leading_eigenvectors(const Eigen::MatrixXd& symmetric, Eigen::Index count) {
  const Eigen::Index size = symmetric.rows();
  if (kFullDecompositionRatio * count < size) {
    return leading_eigenvectors(
        [&](const Eigen::VectorXd& vector) -> Eigen::VectorXd { return symmetric * vector; }, size,
        count);
  }
  std::optional<Eigenpairs> pairs = decompose(symmetric, count);
  if (!pairs) return fail("the eigenvalue decomposition did not converge");
  orient(pairs->vectors);
  return std::move(*pairs);
}

}  // namespace hourglass
