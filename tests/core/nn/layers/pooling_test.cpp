#include "core/nn/layers/pooling.h"

#include <limits>

#include "tests/core/nn/layer_gradient.h"

namespace hourglass {
namespace {

using test::random_matrix;

constexpr Shape kFive{.channels = 1, .height = 5, .width = 5};

Matrix forward(const Layer& layer, const Matrix& x, const Matrix& pooled = {}) {
  return test::forward(layer, x, {}, pooled);
}

Matrix column(std::initializer_list<Scalar> values) {
  Matrix matrix(static_cast<Eigen::Index>(values.size()), 1);
  std::ranges::copy(values, matrix.data());
  return matrix;
}

// Shuffled entries at least 0.2 apart, so that finite differences change no maximum.
Matrix well_apart(Eigen::Index rows, Eigen::Index columns) {
  Matrix matrix(rows, columns);
  for (Eigen::Index i = 0; i < matrix.size(); ++i) {
    matrix.data()[i] = static_cast<Scalar>(i * 7919 % matrix.size()) / 5 - 3;
  }
  return matrix;
}

struct Case {
  Shape input;
  int kernel;
  bool ceil;
};

constexpr Case kCases[] = {
    {{.channels = 2, .height = 4, .width = 6}, 2, false},
    {{.channels = 3, .height = 7, .width = 7}, 2, false},
    {{.channels = 3, .height = 7, .width = 7}, 2, true},
    {{.channels = 1, .height = 8, .width = 7}, 3, false},
    {{.channels = 2, .height = 8, .width = 7}, 3, true},
    {{.channels = 2, .height = 5, .width = 3}, 1, false},
    {{.channels = 1, .height = 1, .width = 3}, 2, true},
};

TEST(MaxPool2d, TakesTheLargestOfEachWindow) {
  const Matrix x = column({1, 2, 5,  0,  9,  //
                           3, 4, 1,  1,  8,  //
                           0, 0, -1, -2, 1,  //
                           0, 6, -4, -3, 2,  //
                           7, 1, 2,  3,  4});
  EXPECT_EQ(forward(MaxPool2d(kFive, 2, false), x), column({4, 5, 6, -1}));
  EXPECT_EQ(forward(MaxPool2d(kFive, 2, true), x), column({4, 5, 9, 6, -1, 2, 7, 3, 4}));
}

TEST(MaxPool2d, RoundsOddSizesDownOrUp) {
  const Shape seven{.channels = 8, .height = 7, .width = 7};
  EXPECT_EQ(MaxPool2d(seven, 2, false).output_shape(),
            (Shape{.channels = 8, .height = 3, .width = 3}));
  EXPECT_EQ(MaxPool2d(seven, 2, true).output_shape(),
            (Shape{.channels = 8, .height = 4, .width = 4}));
}

TEST(MaxPool2d, GradientMatchesCentralDifferences) {
  for (const Case& c : kCases) {
    test::expect_exact_gradients(MaxPool2d(c.input, c.kernel, c.ceil),
                                 well_apart(c.input.size(), 3));
  }
}

TEST(MaxPool2d, TheFirstOfEqualMaximaGetsTheGradient) {
  const MaxPool2d layer({.channels = 1, .height = 2, .width = 2}, 2, false);
  EXPECT_EQ(test::backward(layer, column({0, 3, 3, 3}), column({5})).dx, column({0, 5, 0, 0}));
}

TEST(MaxPool2d, PropagatesNan) {
  constexpr Scalar kNan = std::numeric_limits<Scalar>::quiet_NaN();
  for (const Matrix& x :
       {column({kNan, 1, 2, 3}), column({1, 2, kNan, 3}), column({1, 2, 3, kNan})}) {
    EXPECT_TRUE(
        std::isnan(forward(MaxPool2d({.channels = 1, .height = 2, .width = 2}, 2, false), x)(0)));
  }
}

TEST(MaxUnpool2d, PutsEachValueWhereTheMaximumWas) {
  const Matrix pooled = column({1, 2, 5,  0,  9,  //
                                3, 4, 1,  1,  8,  //
                                0, 0, -1, -2, 1,  //
                                0, 6, -4, -3, 2,  //
                                7, 1, 2,  3,  4});
  EXPECT_EQ(forward(MaxUnpool2d(MaxPool2d(kFive, 2, false)), column({10, 20, 30, 40}), pooled),
            column({0, 0,  20, 0, 0,  //
                    0, 10, 0,  0, 0,  //
                    0, 0,  40, 0, 0,  //
                    0, 30, 0,  0, 0,  //
                    0, 0,  0,  0, 0}));
}

TEST(MaxUnpool2d, GradientMatchesCentralDifferences) {
  for (const Case& c : kCases) {
    const MaxPool2d pooling(c.input, c.kernel, c.ceil);
    test::expect_exact_gradients(MaxUnpool2d(pooling),
                                 random_matrix(pooling.output_shape().size(), 3, 1),
                                 well_apart(c.input.size(), 3));
  }
}

TEST(MaxUnpool2d, RestoresThePooledMaximaAtTheirPositions) {
  for (const Case& c : kCases) {
    const MaxPool2d pooling(c.input, c.kernel, c.ceil);
    const Matrix x = random_matrix(c.input.size(), 2, 4), y = forward(pooling, x);
    const Matrix back = forward(MaxUnpool2d(pooling), y, x);
    EXPECT_EQ((back.array() != 0).count(), y.size());
    EXPECT_TRUE(((back.array() == 0) || (back.array() == x.array())).all());
  }
}

}  // namespace
}  // namespace hourglass
