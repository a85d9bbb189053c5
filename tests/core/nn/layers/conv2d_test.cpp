#include "core/nn/layers/conv2d.h"

#include "tests/core/nn/layers/convolution_cases.h"

namespace hourglass {
namespace {

using test::ConvolutionCase;
using test::kConvolutionCases;
using test::random_matrix;

Conv2d layer_of(const ConvolutionCase& c) {
  return {c.input, c.outputs, c.kernel, c.stride, c.padding};
}

// y[o, r, c] = b[o] + Σ w[o, i, a, b] · x[i, s·r + a − p, s·c + b − p], term by term.
Matrix by_definition(const ConvolutionCase& c, const Matrix& x,
                     std::span<const Scalar> parameters) {
  const Shape in = c.input, out = layer_of(c).output_shape();
  const int area = c.kernel * c.kernel;
  Matrix y(out.size(), x.cols());
  for (Eigen::Index image = 0; image < x.cols(); ++image) {
    for (int at = 0; at < out.size(); ++at) {
      const int o = at / (out.height * out.width);
      const int row = at / out.width % out.height, column = at % out.width;
      Scalar sum = parameters[static_cast<std::size_t>(c.outputs * in.channels * area + o)];
      for (int i = 0; i < in.channels * area; ++i) {
        const int r = row * c.stride + i / c.kernel % c.kernel - c.padding;
        const int q = column * c.stride + i % c.kernel - c.padding;
        if (r < 0 || q < 0 || r >= in.height || q >= in.width) continue;
        sum += parameters[static_cast<std::size_t>(o * in.channels * area + i)] *
               x((i / area * in.height + r) * in.width + q, image);
      }
      y(at, image) = sum;
    }
  }
  return y;
}

TEST(Conv2d, MatchesItsDefinition) {
  for (const ConvolutionCase& c : kConvolutionCases) {
    const Conv2d layer = layer_of(c);
    const Matrix x = random_matrix(c.input.size(), c.images, 1);
    const std::vector<Scalar> parameters = test::random_parameters(layer);
    EXPECT_LT((test::forward(layer, x, parameters) - by_definition(c, x, parameters))
                  .cwiseAbs()
                  .maxCoeff(),
              test::tolerance(1e-4, 1e-12))
        << c;
  }
}

// Max-pooling must break ties between such pixels in the same way on every target.
TEST(Conv2d, EqualNeighbourhoodsGiveBitIdenticalPixels) {
  constexpr int kSide = 14, kChannels = 5, kOutputs = 3;
  const Conv2d layer({.channels = kChannels, .height = kSide, .width = kSide}, kOutputs, 3, 1, 1);
  Matrix x(layer.input_shape().size(), 1);
  const Matrix colours = random_matrix(kChannels, 1, 5);
  for (int channel = 0; channel < kChannels; ++channel) {
    x.middleRows(channel * kSide * kSide, kSide * kSide).setConstant(colours(channel, 0));
  }
  const Matrix y = test::forward(layer, x, test::random_parameters(layer));
  for (int output = 0; output < kOutputs; ++output) {
    const auto at = [&](int row, int column) {
      return y((output * kSide + row) * kSide + column, 0);
    };
    for (int row = 1; row < kSide - 1; ++row) {
      for (int column = 1; column < kSide - 1; ++column) EXPECT_EQ(at(row, column), at(1, 1));
    }
  }
}

TEST(Conv2d, GradientMatchesCentralDifferences) {
  for (const ConvolutionCase& c : kConvolutionCases) {
    if (c.input.size() * c.images > 400) continue;  // finite differences are slow
    SCOPED_TRACE(testing::Message() << c);
    test::expect_exact_gradients(layer_of(c), random_matrix(c.input.size(), c.images, 2));
  }
}

TEST(Conv2d, BatchGradientsAreTheSumOverTheImages) {
  for (const ConvolutionCase& c : kConvolutionCases) {
    SCOPED_TRACE(testing::Message() << c);
    test::expect_gradients_add_up(layer_of(c), random_matrix(c.input.size(), c.images, 3));
  }
}

TEST(Conv2d, OutputSizeFollowsKernelStrideAndPadding) {
  const Shape image{.channels = 1, .height = 28, .width = 28};
  EXPECT_EQ(Conv2d(image, 16, 3, 1, 1).output_shape(),
            (Shape{.channels = 16, .height = 28, .width = 28}));
  EXPECT_EQ(Conv2d(image, 16, 3, 1, 0).output_shape(),
            (Shape{.channels = 16, .height = 26, .width = 26}));
  EXPECT_EQ(Conv2d(image, 2, 3, 2, 1).output_shape(),
            (Shape{.channels = 2, .height = 14, .width = 14}));
  EXPECT_EQ(Conv2d(image, 2, 5, 3, 0).output_shape(),
            (Shape{.channels = 2, .height = 8, .width = 8}));
}

TEST(Conv2d, ParametersAreNamedAndShapedAsInPyTorch) {
  const Conv2d layer({.channels = 3, .height = 5, .width = 5}, 2, 3, 1, 1);
  const std::vector<ParameterTensor> tensors = layer.parameter_tensors();
  ASSERT_EQ(tensors.size(), 2U);
  EXPECT_EQ(tensors[0].name, "weight");
  EXPECT_EQ(tensors[0].shape, (std::vector<int>{2, 3, 3, 3}));
  EXPECT_EQ(tensors[1].shape, std::vector<int>{2});
}

TEST(Conv2d, InitialWeightsPreserveTheVarianceOfTheInput) {
  const Shape shape{.channels = 32, .height = 14, .width = 14};
  EXPECT_NEAR(test::signal_gain(Conv2d(shape, 32, 5, 1, 2)), 1, 0.3);
}

}  // namespace
}  // namespace hourglass
