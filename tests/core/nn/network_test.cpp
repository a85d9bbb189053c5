#include "core/nn/network.h"

#include <limits>

#include "tests/core/nn/layer_gradient.h"

namespace hourglass {
namespace {

using test::dense;
using test::expect_refused;
using test::kRelu;
using test::kSigmoid;
using test::random_matrix;
using test::take;

Network create(int inputs, std::vector<LayerSpec> layers, int encoder_layers) {
  return take(Network::create({{.channels = inputs}, std::move(layers), encoder_layers}));
}

Result<Network> try_create(Shape input, std::vector<LayerSpec> layers, int encoder_layers) {
  return Network::create({input, std::move(layers), encoder_layers});
}

// Runs backward through the decoder and then the encoder, as a training step does.
void expect_exact_gradients(const Network& network, int images) {
  std::vector<Scalar> parameters(network.parameter_count());
  Random random(4);
  network.initialise(parameters, random);
  const Matrix x = random_matrix(network.input_size(), images, 5);
  const Matrix weights = random_matrix(network.output_size(), images, 6);
  Workspace workspace;
  const auto loss = [&] {
    workspace.prepare(network, images);
    workspace.write_activation(0) = x;
    network.forward(parameters, workspace, 0, network.layer_count());
    return static_cast<double>(
        workspace.activation(network.layer_count()).cwiseProduct(weights).sum());
  };
  loss();
  workspace.write_gradient(network.layer_count()) = weights;
  std::vector<Scalar> gradients(network.parameter_count());
  const std::size_t code = network.code_index();
  const auto add_gradient = [&](std::size_t layer) {
    network.add_weight_gradient(layer, workspace, gradients);
  };
  network.backward(parameters, workspace, code, network.layer_count(), add_gradient);
  network.backward(parameters, workspace, 0, code, add_gradient);
  EXPECT_LT(test::relative_error(gradients, test::numeric_gradient(parameters, loss)),
            test::kGradientTolerance);
}

TEST(Network, BackwardOfDenseLayersMatchesCentralDifferences) {
  expect_exact_gradients(create(5, {dense(4), kSigmoid, dense(3), dense(6), kRelu, dense(5)}, 3),
                         3);
}

TEST(Network, BackwardOfMixedLayersMatchesCentralDifferences) {
  const LayerSpec convolution{.type = LayerType::kConv2d, .outputs = 2, .kernel = 3, .padding = 1};
  const LayerSpec halve{.type = LayerType::kConv2d, .outputs = 3, .kernel = 2, .stride = 2};
  const LayerSpec grow{.type = LayerType::kConvTranspose2d, .outputs = 1, .kernel = 4};
  for (const int encoder_layers : {1, 3, 4}) {
    expect_exact_gradients(
        take(try_create({.channels = 1, .height = 4, .width = 4},
                        {convolution, kSigmoid, halve, dense(3), kSigmoid, grow, kSigmoid},
                        encoder_layers)),
        19);
  }
}

// Convolutions, poolings and upsamplings with a ReLU before or after them, or both. In one network
// the code is the input of a ReLU, in one its output.
std::vector<Network> networks_with_relus() {
  const auto conv = [](int outputs) {
    return LayerSpec{.type = LayerType::kConv2d, .outputs = outputs, .kernel = 3, .padding = 1};
  };
  const LayerSpec grow{.type = LayerType::kConvTranspose2d, .outputs = 2, .kernel = 2, .stride = 2};
  const LayerSpec pool{.type = LayerType::kMaxPool2d, .kernel = 2};
  const LayerSpec unpool{.type = LayerType::kMaxUnpool2d};
  const LayerSpec upsample{.type = LayerType::kUpsample2d, .factor = 2};
  std::vector<Network> networks;
  const auto add = [&](std::vector<LayerSpec> layers, int encoder_layers) {
    networks.push_back(take(
        try_create({.channels = 1, .height = 4, .width = 4}, std::move(layers), encoder_layers)));
  };
  add({conv(3), kRelu, pool, conv(2), kRelu, upsample, conv(1), kRelu}, 3);
  add({conv(2), kRelu, pool, kRelu, grow, kRelu, conv(1)}, 2);
  add({conv(2), kRelu, pool, kRelu, unpool, kRelu, conv(1), kSigmoid}, 4);
  add({conv(2), kRelu, conv(1)}, 1);
  return networks;
}

TEST(Network, RelusNextToConvolutionsGiveTheResultsOfSingleLayers) {
  constexpr int kImages = 3;
  for (const Network& network : networks_with_relus()) {
    const std::size_t end = network.layer_count();
    const Matrix drawn = random_matrix(static_cast<Eigen::Index>(network.parameter_count()), 1, 7);
    const std::vector<Scalar> parameters(drawn.data(), drawn.data() + drawn.size());
    const Matrix x = random_matrix(network.input_size(), kImages, 8);
    const Matrix dy = random_matrix(network.output_size(), kImages, 9);
    Workspace workspace;
    workspace.prepare(network, kImages);
    workspace.write_activation(0) = x;
    network.forward(parameters, workspace, 0, end);
    const Matrix code = workspace.activation(network.code_index());
    const Matrix output = workspace.activation(end);
    workspace.write_gradient(end) = dy;
    std::vector<Scalar> gradients(parameters.size());
    const auto add_gradient = [&](std::size_t layer) {
      network.add_weight_gradient(layer, workspace, gradients);
    };
    network.backward(parameters, workspace, network.code_index(), end, add_gradient);
    network.backward(parameters, workspace, 0, network.code_index(), add_gradient);

    std::vector<Matrix> outputs = {x};
    const auto part = [&](std::size_t layer) {
      return network.part_of(layer, std::span<const Scalar>(parameters));
    };
    const auto pooled = [&](std::size_t layer) {
      const auto pooling = network.undone_pooling(layer);
      return pooling ? outputs[*pooling] : Matrix();
    };
    for (std::size_t layer = 0; layer < end; ++layer) {
      outputs.push_back(
          test::forward(network.layer(layer), outputs.back(), part(layer), pooled(layer)));
    }
    std::vector<Scalar> expected;
    Matrix gradient = dy;
    for (std::size_t layer = end; layer-- > 0;) {
      const auto back = test::backward(network.layer(layer), outputs[layer], gradient, part(layer),
                                       pooled(layer));
      expected.insert(expected.begin(), back.parameters.begin(), back.parameters.end());
      gradient = back.dx;
    }
    EXPECT_EQ(code, outputs[network.code_index()]);
    EXPECT_EQ(output, outputs.back());
    EXPECT_EQ(gradients, expected);
  }
}

TEST(Network, LayerParametersAreContiguousAndFillTheBlock) {
  const Network network = create(5, {dense(4), kRelu, dense(3), dense(5), kSigmoid}, 2);
  std::vector<Scalar> block(network.parameter_count());
  EXPECT_EQ(block.size(), 24U + 15U + 20U);
  const Scalar* next = block.data();
  for (std::size_t layer = 0; layer < network.layer_count(); ++layer) {
    const std::span<Scalar> part = network.part_of(layer, std::span<Scalar>(block));
    EXPECT_EQ(part.data(), next);
    EXPECT_EQ(part.size(), network.layer(layer).parameter_count());
    next += part.size();
  }
  EXPECT_EQ(next, block.data() + block.size());
}

TEST(Network, CodeIsTheOutputOfTheLastEncoderLayer) {
  const Network network = create(5, {dense(4), kRelu, dense(3), dense(5)}, 3);
  EXPECT_EQ(network.code_index(), 3U);
  EXPECT_EQ(network.code_size(), 3);
  EXPECT_EQ(network.input_size(), 5);
  EXPECT_EQ(network.output_size(), 5);
}

TEST(Network, AWorkspaceCanBeReusedForBatchesOfAnySize) {
  const Network network = create(4, {dense(3), kRelu, dense(4)}, 2);
  std::vector<Scalar> parameters(network.parameter_count());
  Random random(7);
  network.initialise(parameters, random);
  const Matrix x = random_matrix(4, 6, 8);
  Workspace reused;
  const auto forward = [&](Workspace& workspace, Eigen::Index columns) -> Matrix {
    workspace.prepare(network, static_cast<int>(columns));
    workspace.write_activation(0) = x.leftCols(columns);
    network.forward(parameters, workspace, 0, network.layer_count());
    return workspace.activation(network.layer_count());
  };
  for (const Eigen::Index columns : {3, 6, 1, 5}) {
    Workspace fresh;
    EXPECT_EQ(forward(reused, columns), forward(fresh, columns));
  }
}

TEST(Network, RejectsAnEmptyEncoderOrDecoder) {
  for (const int encoder_layers : {-1, 0, 2, 3, std::numeric_limits<int>::max()}) {
    expect_refused(try_create({.channels = 4}, {dense(2), dense(4)}, encoder_layers),
                   "expected an encoder of at least one layer", concat("found ", encoder_layers));
  }
  expect_refused(try_create({.channels = 4}, {}, 0), "expected an encoder");
}

TEST(Network, RejectsAnOutputOfAnotherSizeThanTheInput) {
  expect_refused(try_create({.channels = 4}, {dense(2), dense(5)}, 1),
                 "expected an output of 4 units like the input, found 5");
}

TEST(Network, RejectsLayersWithNoUnitsOrTooMany) {
  for (const int outputs :
       {std::numeric_limits<int>::min(), -1, 0, 65537, std::numeric_limits<int>::max()}) {
    expect_refused(try_create({.channels = 4}, {dense(2), dense(outputs), dense(4)}, 1),
                   "layer 1: expected a dense layer of 1 to 65536 units, found ", concat(outputs));
  }
}

TEST(Network, RejectsInvalidAndOverflowingInputSizes) {
  for (const Shape input : {Shape{.channels = 0}, Shape{.channels = -1}, Shape{.channels = 65537},
                            Shape{.channels = 4096, .height = 4096, .width = 4096},
                            Shape{.channels = 1 << 16, .height = 1 << 8, .width = 1 << 8},
                            Shape{.channels = -4, .height = -7, .width = 1}}) {
    expect_refused(try_create(input, {dense(1), dense(1)}, 1),
                   "expected an input of 1 to 65536 units");
  }
}

TEST(Network, RejectsTooManyParametersOrUnits) {
  expect_refused(try_create({.channels = 65536}, {dense(65536), dense(65536)}, 1),
                 "layer 0: expected at most 67108864 parameters, found 4295032832");
  std::vector<LayerSpec> many(10'000, kRelu);
  many.front() = dense(1);
  many.back() = dense(1000);
  EXPECT_TRUE(try_create({.channels = 1000}, many, 1));
  std::vector<LayerSpec> wide(600, kRelu);
  expect_refused(try_create({.channels = 1000}, wide, 1), "expected at most 524288 units");
}

TEST(Network, RejectsInvalidConvolutionsAndPoolings) {
  constexpr Shape kImage{.channels = 1, .height = 4, .width = 4};
  const auto refuse = [&](const LayerSpec& layer, const auto&... parts) {
    expect_refused(try_create(kImage, {layer, kRelu, dense(16)}, 1), "layer 0: ", parts...);
  };
  for (const LayerType type : {LayerType::kConv2d, LayerType::kConvTranspose2d}) {
    refuse({.type = type, .outputs = 0, .kernel = 3}, "channels from 1 to 1024, found 0");
    refuse({.type = type, .outputs = 2, .kernel = 0}, "a kernel from 1 to 32, found 0");
    refuse({.type = type, .outputs = 2, .kernel = 3, .stride = 9}, "a stride from 1 to 8, found 9");
    refuse({.type = type, .outputs = 2, .kernel = 3, .padding = 3}, "padding from 0 to 2, found 3");
  }
  refuse({.type = LayerType::kConv2d, .outputs = 2, .kernel = 5}, "found 2×0×0");
  refuse({.type = LayerType::kConvTranspose2d, .outputs = 1024, .kernel = 8, .stride = 8},
         "1 to 65536 units, found 1024×32×32");
  refuse({.type = LayerType::kConvTranspose2d, .outputs = 1, .kernel = 32, .stride = 8},
         "at most 2097152 taps times pixels, found 3211264");
  refuse({.type = LayerType::kMaxPool2d, .kernel = 5}, "found 1×0×0");
  refuse({.type = LayerType::kMaxPool2d, .kernel = -1}, "a kernel from 1 to 32, found -1");
  refuse({.type = LayerType::kUpsample2d, .factor = 0}, "a factor from 1 to 8, found 0");
  refuse({.type = LayerType::kMaxUnpool2d}, "expected a pooling before a max-unpooling");
}

TEST(Network, RejectsAnUnpoolingThatDoesNotMatchItsPooling) {
  expect_refused(try_create({.channels = 1, .height = 4, .width = 4},
                            {{.type = LayerType::kMaxPool2d, .kernel = 2},
                             dense(3),
                             {.type = LayerType::kMaxUnpool2d}},
                            1),
                 "layer 2: expected the input of a max-unpooling to be 1×2×2", "found 3×1×1");
}

TEST(Network, UnpoolingsUndoTheLastPoolingFirst) {
  const LayerSpec pool{.type = LayerType::kMaxPool2d, .kernel = 2};
  const LayerSpec unpool{.type = LayerType::kMaxUnpool2d};
  const Network network =
      take(try_create({.channels = 1, .height = 4, .width = 4}, {pool, pool, unpool, unpool}, 2));
  EXPECT_EQ(network.switch_count(), 4U + 1);
  Workspace workspace;
  workspace.prepare(network, 1);
  for (Eigen::Index i = 0; i < 16; ++i) {
    workspace.write_activation(0)(i) = static_cast<Scalar>(i == 6 ? 99 : i);
  }
  network.forward({}, workspace, 0, 4);
  Matrix expected = Matrix::Zero(16, 1);
  expected(6) = 99;
  EXPECT_EQ(Matrix(workspace.activation(4)), expected);
}

}  // namespace
}  // namespace hourglass
