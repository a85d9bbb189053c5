// Test cases and helpers shared by both kinds of convolution.
#pragma once

#include <functional>
#include <ostream>

#include "tests/core/nn/layer_gradient.h"

namespace hourglass::test {

struct ConvolutionCase {
  Shape input;
  int outputs;
  int kernel;
  int stride;
  int padding;
  int images;
};

inline std::ostream& operator<<(std::ostream& out, const ConvolutionCase& c) {
  return out << c.input.channels << "x" << c.input.height << "x" << c.input.width << " -> "
             << c.outputs << ", kernel " << c.kernel << ", stride " << c.stride << ", padding "
             << c.padding << ", " << c.images << " images";
}

// These cover every block size of outputs, many kernel sizes, strides up to more than the kernel
// size, images of one row or column, and batches of several blocks, the last of them partial.
inline constexpr ConvolutionCase kConvolutionCases[] = {
    {{.channels = 1, .height = 6, .width = 5}, 4, 3, 1, 1, 2},
    {{.channels = 2, .height = 4, .width = 4}, 7, 3, 1, 0, 3},
    {{.channels = 3, .height = 7, .width = 7}, 2, 3, 2, 1, 1},
    {{.channels = 2, .height = 5, .width = 6}, 3, 2, 2, 0, 4},
    {{.channels = 2, .height = 7, .width = 6}, 1, 4, 2, 1, 2},
    {{.channels = 1, .height = 8, .width = 9}, 2, 5, 3, 2, 2},
    {{.channels = 2, .height = 6, .width = 6}, 5, 4, 1, 3, 2},
    {{.channels = 3, .height = 3, .width = 4}, 2, 1, 1, 0, 3},
    {{.channels = 1, .height = 1, .width = 9}, 2, 3, 1, 2, 3},
    {{.channels = 1, .height = 9, .width = 1}, 2, 2, 4, 1, 3},
    {{.channels = 8, .height = 3, .width = 3}, 1, 3, 1, 1, 5},
    {{.channels = 2, .height = 1, .width = 3}, 1, 3, 1, 1, 2},
    {{.channels = 16, .height = 14, .width = 14}, 4, 3, 1, 1, 31},
    {{.channels = 1, .height = 28, .width = 28}, 16, 3, 1, 1, 8},
    {{.channels = 5, .height = 14, .width = 14}, 6, 2, 2, 0, 70},
    {{.channels = 6, .height = 12, .width = 12}, 3, 7, 2, 3, 50},
};

inline std::vector<Scalar> random_parameters(const Layer& layer) {
  const Matrix drawn = random_matrix(static_cast<Eigen::Index>(layer.parameter_count()), 1, 21);
  return {drawn.data(), drawn.data() + drawn.size()};
}

// Compares the gradients of a batch with those of its single images.
inline void expect_gradients_add_up(const Layer& layer, const Matrix& x) {
  const std::vector<Scalar> parameters = random_parameters(layer);
  const Matrix dy = random_matrix(layer.output_shape().size(), x.cols(), 14);
  const LayerGradients all = backward(layer, x, dy, parameters);
  std::vector<Scalar> sums(parameters.size());
  for (Eigen::Index image = 0; image < x.cols(); ++image) {
    const LayerGradients one = backward(layer, x.col(image), dy.col(image), parameters);
    EXPECT_LT((all.dx.col(image) - one.dx).cwiseAbs().maxCoeff(), tolerance(1e-4, 1e-12));
    std::ranges::transform(sums, one.parameters, sums.begin(), std::plus{});
  }
  EXPECT_LT(relative_error(all.parameters, sums), tolerance(1e-4, 1e-12));
}

// The mean squared output of a newly initialised layer for inputs of variance 1.
inline double signal_gain(const Layer& layer) {
  std::vector<Scalar> parameters(layer.parameter_count());
  Random random(4);
  layer.initialise(parameters, /*relu_follows=*/false, random);
  const Matrix x = random_matrix(layer.input_shape().size(), 4, 5);
  const Matrix y = forward(layer, x, parameters);
  return static_cast<double>(y.squaredNorm()) / static_cast<double>(y.size());
}

}  // namespace hourglass::test
