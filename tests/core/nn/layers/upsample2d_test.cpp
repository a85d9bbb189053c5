#include "core/nn/layers/upsample2d.h"

#include "tests/core/nn/layer_gradient.h"

namespace hourglass {
namespace {

using test::random_matrix;

TEST(Upsample2d, RepeatsEveryPixel) {
  const Upsample2d layer({.channels = 2, .height = 1, .width = 2}, 2);
  Matrix x(4, 1), expected(16, 1);
  x << 1, 2, 3, 4;
  expected << 1, 1, 2, 2,  //
      1, 1, 2, 2,          //
      3, 3, 4, 4,          //
      3, 3, 4, 4;
  EXPECT_EQ(test::forward(layer, x), expected);
  EXPECT_EQ(layer.output_shape(), (Shape{.channels = 2, .height = 2, .width = 4}));
}

TEST(Upsample2d, GradientMatchesCentralDifferences) {
  for (const int factor : {1, 2, 3, 5}) {
    const Shape shape{.channels = 2, .height = 3, .width = 4};
    test::expect_exact_gradients(Upsample2d(shape, factor), random_matrix(shape.size(), 2, 1));
  }
}

}  // namespace
}  // namespace hourglass
