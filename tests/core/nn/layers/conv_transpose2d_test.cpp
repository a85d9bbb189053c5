#include "core/nn/layers/conv_transpose2d.h"

#include "core/nn/layers/conv2d.h"
#include "tests/core/nn/layers/convolution_cases.h"

namespace hourglass {
namespace {

using test::ConvolutionCase;
using test::kConvolutionCases;
using test::random_matrix;

ConvTranspose2d transposed_layer_of(const ConvolutionCase& c) {
  return {c.input, c.outputs, c.kernel, c.stride, c.padding};
}

// Whether the output has any pixels.
bool has_output(const ConvolutionCase& c) {
  const Shape shape =
      ConvTranspose2d::shape_after(c.input, c.outputs, c.kernel, c.stride, c.padding);
  return shape.height > 0 && shape.width > 0;
}

// y[o, s·r + a − p, s·c + b − p] += w[i, o, a, b] · x[i, r, c], term by term.
Matrix transposed_by_definition(const ConvolutionCase& c, const Matrix& x,
                                std::span<const Scalar> parameters) {
  const Shape in = c.input, out = transposed_layer_of(c).output_shape();
  const int area = c.kernel * c.kernel;
  Matrix y(out.size(), x.cols());
  for (int at = 0; at < out.size(); ++at) {
    const int o = at / (out.height * out.width);
    y.row(at).setConstant(parameters[static_cast<std::size_t>(in.channels * c.outputs * area + o)]);
  }
  for (int at = 0; at < in.size(); ++at) {
    const int i = at / (in.height * in.width);
    for (int w = 0; w < c.outputs * area; ++w) {
      const int r = at / in.width % in.height * c.stride + w / c.kernel % c.kernel - c.padding;
      const int q = at % in.width * c.stride + w % c.kernel - c.padding;
      if (r < 0 || q < 0 || r >= out.height || q >= out.width) continue;
      y.row((w / area * out.height + r) * out.width + q) +=
          parameters[static_cast<std::size_t>(i * c.outputs * area + w)] * x.row(at);
    }
  }
  return y;
}

TEST(ConvTranspose2d, MatchesItsDefinition) {
  for (const ConvolutionCase& c : kConvolutionCases) {
    if (!has_output(c)) continue;
    const ConvTranspose2d layer = transposed_layer_of(c);
    const Matrix x = random_matrix(c.input.size(), c.images, 1);
    const std::vector<Scalar> parameters = test::random_parameters(layer);
    EXPECT_LT((test::forward(layer, x, parameters) - transposed_by_definition(c, x, parameters))
                  .cwiseAbs()
                  .maxCoeff(),
              test::tolerance(1e-4, 1e-12))
        << c;
  }
}

TEST(ConvTranspose2d, GradientMatchesCentralDifferences) {
  for (const ConvolutionCase& c : kConvolutionCases) {
    if (!has_output(c) || c.input.size() * c.images > 400) continue;
    SCOPED_TRACE(testing::Message() << c);
    test::expect_exact_gradients(transposed_layer_of(c),
                                 random_matrix(c.input.size(), c.images, 2));
  }
}

TEST(ConvTranspose2d, BatchGradientsAreTheSumOverTheImages) {
  for (const ConvolutionCase& c : kConvolutionCases) {
    if (!has_output(c)) continue;
    SCOPED_TRACE(testing::Message() << c);
    test::expect_gradients_add_up(transposed_layer_of(c),
                                  random_matrix(c.input.size(), c.images, 3));
  }
}

TEST(ConvTranspose2d, UndoesTheSizeReductionOfPooling) {
  const auto side = [](int input, int kernel, int stride, int padding) {
    return ConvTranspose2d({.channels = 1, .height = input, .width = input}, 1, kernel, stride,
                           padding)
        .output_shape()
        .height;
  };
  EXPECT_EQ(side(7, 2, 2, 0), 14);
  EXPECT_EQ(side(3, 3, 2, 0), 7);
  EXPECT_EQ(side(4, 3, 2, 1), 7);
  EXPECT_EQ(side(14, 4, 2, 1), 28);
}

TEST(ConvTranspose2d, ParametersAreNamedAndShapedAsInPyTorch) {
  const ConvTranspose2d layer({.channels = 3, .height = 5, .width = 5}, 2, 4, 2, 1);
  const std::vector<ParameterTensor> tensors = layer.parameter_tensors();
  ASSERT_EQ(tensors.size(), 2U);
  EXPECT_EQ(tensors[0].shape, (std::vector<int>{3, 2, 4, 4}));
  EXPECT_EQ(tensors[1].shape, std::vector<int>{2});
}

TEST(ConvTranspose2d, InitialWeightsPreserveTheVarianceOfTheInput) {
  const Shape shape{.channels = 64, .height = 14, .width = 14};
  EXPECT_NEAR(test::signal_gain(ConvTranspose2d(shape, 16, 2, 2, 0)), 1, 0.4);
}

}  // namespace
}  // namespace hourglass
