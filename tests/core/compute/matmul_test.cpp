#include "core/compute/matmul.h"

#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::random_matrix;
using test::view;

double largest_difference(const Matrix& one, const Matrix& other) {
  return static_cast<double>((one - other).cwiseAbs().maxCoeff());
}

// The shapes lie around every block size. They include single rows and columns, and rows whose
// lengths alias in the cache.
TEST(Matmul, ProductsMatchTheirDefinitions) {
  constexpr double kTolerance = test::tolerance(2e-4, 1e-12);
  struct Size {
    Eigen::Index outputs, inputs, images;
  };
  for (const auto [m, k, n] :
       {Size{1, 1, 1}, Size{5, 3, 2}, Size{30, 128, 1}, Size{1, 784, 33}, Size{64, 784, 7},
        Size{10, 31, 6}, Size{131, 67, 133}, Size{512, 256, 5}}) {
    const RowMajorMatrix w = random_matrix(m, k, 1);
    const Matrix x = random_matrix(k, n, 2), dy = random_matrix(m, n, 3);
    const Matrix b = random_matrix(m, 1, 4);
    Matrix y = Matrix::Constant(m, n, 77), dx = Matrix::Constant(k, n, 77);
    RowMajorMatrix dw = RowMajorMatrix::Constant(m, k, 2);
    multiply({w.data(), m, k}, view(x), {b.data(), m}, view(y));
    multiply_transposed({w.data(), m, k}, view(dy), view(dx));
    const Eigen::Index last = m / 2;
    add_outer_product(view(dy), 0, view(x), {dw.data(), last, k});
    add_outer_product(view(dy), last, view(x), {dw.row(last).data(), m - last, k});
    EXPECT_LT(largest_difference(y, Matrix(w).lazyProduct(x) + b.replicate(1, n)), kTolerance);
    EXPECT_LT(largest_difference(dx, Matrix(w.transpose()).lazyProduct(dy)), kTolerance);
    EXPECT_LT(
        largest_difference(dw, dy.lazyProduct(Matrix(x.transpose())) + Matrix::Constant(m, k, 2)),
        kTolerance);
  }
}

}  // namespace
}  // namespace hourglass
