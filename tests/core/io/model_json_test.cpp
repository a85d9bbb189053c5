#include "core/io/model_json.h"

#include <nlohmann/json.hpp>

#include "tests/core/support.h"

namespace hourglass {
namespace {

using nlohmann::json;
using test::dense;
using test::kRelu;
using test::kSigmoid;
using test::preset;
using test::small_model;

// Worked out by hand: the weights of a dense layer count once, those of a convolution once for each
// pixel that it writes, those of a transposed convolution once for each pixel that it reads.
TEST(Summary, CountsMultiplyAdds) {
  const auto count = [](const char* name) {
    return summary_to_json(preset(name)).at("multiply_adds");
  };
  EXPECT_EQ(count("deep-30"),
            784 * 512 + 512 * 256 + 256 * 128 + 128 * 30 + 30 * 128 + 128 * 256 + 256 * 784);
  EXPECT_EQ(count("conv-transpose"),
            9 * 16 * 28 * 28 + 9 * 16 * 4 * 14 * 14 + 4 * 4 * 16 * 7 * 7 + 4 * 16 * 14 * 14);
  EXPECT_EQ(count("pca-30"), 2 * 784 * 30);
}

// Four bytes for each number of the code and for each switch, of which unpooling has one for every
// maximum: its two poolings halve 16 maps of 28x28 pixels and then 4 of 14x14.
TEST(Summary, CountsTheBytesThatReachTheDecoder) {
  const auto bytes = [](const char* name) {
    return summary_to_json(preset(name)).at("code_bytes");
  };
  EXPECT_EQ(bytes("dense-128-32"), 4 * 32);
  EXPECT_EQ(bytes("conv-transpose"), 4 * 4 * 7 * 7);
  EXPECT_EQ(bytes("conv-unpool"), 4 * (4 * 7 * 7 + 16 * 14 * 14 + 4 * 7 * 7));
}

TEST(Summary, ListsLayersWithTheirActivationsAndShapes) {
  const json summary = summary_to_json(preset("dense-128-32"));
  EXPECT_EQ(summary.at("name"), "dense-128-32");
  EXPECT_EQ(summary.at("parameters"), 209'968);
  EXPECT_EQ(summary.at("code_size"), 32);
  EXPECT_EQ(summary.at("loss"), "bce");
  const json& layers = summary.at("layers");
  ASSERT_EQ(layers.size(), 4U);
  EXPECT_EQ(layers[0].at("activation"), "relu");
  EXPECT_EQ(layers[0].at("input_shape"), json({1, 28, 28}));
  EXPECT_EQ(layers[0].at("output_shape"), json({128}));
  EXPECT_EQ(layers[0].at("weight_shape"), json({128, 784}));
  EXPECT_EQ(layers[0].at("bias_shape"), json({128}));
  EXPECT_EQ(layers[0].at("parameters"), 784 * 128 + 128);
  EXPECT_EQ(layers[1].at("activation"), "identity");
  EXPECT_EQ(layers[3].at("activation"), "sigmoid");
  EXPECT_EQ(layers[3].at("index"), 5);
}

TEST(Summary, ListsStandaloneActivationsAsLayers) {
  const json layers =
      summary_to_json(small_model(6, {kRelu, kSigmoid, dense(6), kRelu, kSigmoid}, 2)).at("layers");
  ASSERT_EQ(layers.size(), 3U);
  EXPECT_EQ(layers[0].at("type"), "relu");
  EXPECT_EQ(layers[0].at("activation"), "sigmoid");
  EXPECT_EQ(layers[1].at("activation"), "relu");
  EXPECT_EQ(layers[2].at("type"), "sigmoid");
  EXPECT_EQ(layers[2].at("parameters"), 0);
}

TEST(Summary, CountsTheFreeParametersOfAPca) {
  const json summary = summary_to_json(preset("pca-30"));
  EXPECT_EQ(summary.at("parameters"), 784 + 784 * 30);
  EXPECT_EQ(summary.at("fit"), "pca");
}

}  // namespace
}  // namespace hourglass
