#include "core/nn/activation_buffer.h"

#include "core/compute/simd.h"
#include "tests/core/nn/layer_gradient.h"

namespace hourglass {
namespace {

using test::random_matrix;

TEST(ActivationBuffer, BlocksHoldOneImagePerRowAndAreZeroPadded) {
  for (const Eigen::Index images : {1L, kLanes - 1L, kLanes + 0L, kLanes + 1L, 3L * kLanes - 1}) {
    const Matrix columns = random_matrix(5, images, 1);
    ActivationBuffer activations = test::activations(columns);
    ASSERT_EQ(activations.block_count(), (images + kLanes - 1) / kLanes);
    for (int block = 0; block < activations.block_count(); ++block) {
      for (Eigen::Index lane = 0; lane < kLanes; ++lane) {
        const Eigen::Index image = block * kLanes + lane;
        const Matrix row = activations.lanes(block).row(lane).transpose();
        EXPECT_EQ(row, image < images ? Matrix(columns.col(image)) : Matrix(Matrix::Zero(5, 1)));
      }
    }
  }
}

TEST(ActivationBuffer, ColumnsReflectWritesToTheLanes) {
  const Matrix columns = random_matrix(3, kLanes + 2, 2);
  ActivationBuffer activations = test::activations(columns);
  activations.lanes(0);
  activations.write_lanes(0) *= 2;
  activations.write_lanes(1) *= 2;
  EXPECT_TRUE(activations.only_lanes_valid());
  EXPECT_EQ(Matrix(activations.columns()), 2 * columns);
  EXPECT_FALSE(activations.only_lanes_valid());
}

TEST(ActivationBuffer, LanesReflectEditsOfTheColumns) {
  ActivationBuffer activations = test::activations(random_matrix(3, 2, 3));
  activations.lanes(0);
  activations.write_columns()(1, 0) = 42;
  EXPECT_EQ(activations.lanes(0)(0, 1), 42);
  EXPECT_EQ(activations.columns()(1, 0), 42);
}

TEST(ActivationBuffer, CanBeResizedToFewerAndMoreImages) {
  ActivationBuffer activations = test::activations(random_matrix(4, 3, 4));
  activations.lanes(0);
  for (const int images : {1, 3 * static_cast<int>(kLanes), 2}) {
    const Matrix columns = random_matrix(4, images, 5);
    activations.resize(4, images);
    activations.write_columns() = columns;
    activations.lanes(0);
    for (int block = 0; block < activations.block_count(); ++block) activations.write_lanes(block);
    EXPECT_EQ(Matrix(activations.columns()), columns);
  }
}

}  // namespace
}  // namespace hourglass
