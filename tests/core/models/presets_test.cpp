#include "core/models/presets.h"

#include "core/models/model.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::dense;
using test::expect_refused;
using test::kRelu;
using test::kSigmoid;
using test::preset;
using test::take;

struct Row {
  std::string_view name;
  std::size_t parameters;
  int code_size;
};

constexpr Row kRows[] = {
    {"simple-32", 50'992, 32},
    {"dense-128-32", 209'968, 32},
    {"denoising-10", 16'474, 10},
    {"toy-6-3-6", 45, 3},
    {"deep-30", 808'494, 30},
    {"deep-30-relu", 808'494, 30},
    {"under-64", 101'200, 64},
    {"under-128", 201'616, 128},
    {"under-256", 402'448, 256},
    {"hidden-64", 105'360, 64},
    {"hidden-128", 218'128, 128},
    {"hidden-256", 468'240, 256},
    {"sparse-1024", 1'607'440, 1024},
    {"denoising-256", 468'240, 256},
    {"deep-30-2006", 2'837'314, 30},
    {"manifold-8", 102'296, 8},
    {"linear-30", 30 * 1569 + 784, 30},
    {"pca-30", 784 + 784 * 30, 30},
    {"conv-30-wide", 218'311, 30},
    {"conv-32", 121'873, 32},
    {"conv-transpose", 1'077, 196},
    {"conv-nearest", 1'477, 196},
    {"conv-unpool", 1'477, 196},
    {"conv-denoiser", 9'585, 72},
    {"conv-8-16-16", 9'441, 256},
    {"conv-8-16-16-transpose", 8'073, 256},
    {"conv-8-16-16-unpool", 7'121, 256},
};

TEST(Presets, HaveThePublishedParameterCountsAndCodeSizes) {
  EXPECT_EQ(presets().size(), std::size(kRows));
  for (const Row& row : kRows) {
    const Model model = preset(row.name);
    EXPECT_EQ(model.parameter_count(), row.parameters) << row.name;
    EXPECT_EQ(model.network.code_size(), row.code_size) << row.name;
    EXPECT_EQ(model.spec.name, row.name);
  }
}

TEST(Presets, ConvolutionalCodesAreSmallImages) {
  const auto code_shape = [](std::string_view name) { return preset(name).network.code_shape(); };
  for (const std::string_view name : {"conv-transpose", "conv-nearest", "conv-unpool"}) {
    EXPECT_EQ(code_shape(name), (Shape{.channels = 4, .height = 7, .width = 7})) << name;
  }
  EXPECT_EQ(code_shape("conv-denoiser"), (Shape{.channels = 8, .height = 3, .width = 3}));
  for (const std::string_view name :
       {"conv-8-16-16", "conv-8-16-16-transpose", "conv-8-16-16-unpool"}) {
    EXPECT_EQ(code_shape(name), (Shape{.channels = 16, .height = 4, .width = 4})) << name;
  }
}

// A dense layer leads from the last convolution to the code.
TEST(Presets, ConvolutionsCanLeadToAPlainCode) {
  for (const auto& [name, numbers] : {std::pair{"conv-32", 32}, std::pair{"conv-30-wide", 30}}) {
    const Model model = preset(name);
    EXPECT_EQ(model.network.code_shape(), (Shape{.channels = numbers})) << name;
    EXPECT_TRUE(model.decodes_from_code_alone()) << name;
  }
}

TEST(Presets, Deep2006KeepsTheLayersOfThePublishedNetwork) {
  const std::vector<LayerSpec> expected{
      dense(1000), kRelu, dense(500),  kRelu, dense(250), kRelu,   dense(30), dense(250), kRelu,
      dense(500),  kRelu, dense(1000), kRelu, dense(784), kSigmoid};
  const ModelSpec spec = take(find_model("deep-30-2006"));
  EXPECT_EQ(spec.architecture.layers, expected);
  EXPECT_EQ(spec.architecture.encoder_layers, 7);
}

// The switches, one per pooled value, bypass the code.
TEST(Presets, OnlyUnpoolingPresetsUseTheEncodersSwitches) {
  for (const ModelSpec& spec : presets()) {
    const Model model = preset(spec.name);
    const bool unpools = spec.name.ends_with("-unpool");
    EXPECT_EQ(model.decodes_from_code_alone(), !unpools) << spec.name;
    EXPECT_EQ(model.network.switch_count() > 0, unpools) << spec.name;
  }
  EXPECT_EQ(preset("conv-unpool").network.switch_count(), 16U * 14 * 14 + 4 * 7 * 7);
  EXPECT_EQ(preset("conv-8-16-16-unpool").network.switch_count(),
            8U * 14 * 14 + 16 * 7 * 7 + 16 * 4 * 4);
}

TEST(Presets, FamiliesHaveTheExpectedParameterCounts) {
  for (const int components : {1, 2, 64, 784}) {
    const auto k = static_cast<std::size_t>(components);
    const Model linear = preset(concat("linear-", k)), pca = preset(concat("pca-", k));
    EXPECT_EQ(linear.parameter_count(), k * 1569 + 784);
    EXPECT_EQ(pca.parameter_count(), 784 + 784 * k);
    EXPECT_EQ(pca.spec.fit, Fit::kPca);
    EXPECT_EQ(linear.spec.fit, Fit::kGradient);
    EXPECT_EQ(linear.network.code_size(), components);
  }
}

TEST(Presets, FamiliesHaveOneTo784Components) {
  for (const std::string_view name : {"pca-0", "pca-785", "pca--3", "pca-", "pca-x", "pca-3x",
                                      "linear-0", "linear-785", "pca-99999999999999999999"}) {
    expect_refused(find_model(name), name, "expected 1 to 784 components");
  }
}

TEST(Presets, FollowTheirPublishedRecipes) {
  const auto recipe = [](std::string_view name) { return take(find_model(name)).recipe; };
  EXPECT_EQ(recipe("simple-32").loss, Loss::kMse);
  EXPECT_EQ(recipe("simple-32").batch, 20);
  EXPECT_EQ(recipe("simple-32").epochs, 20);
  EXPECT_EQ(recipe("dense-128-32").loss, Loss::kBce);
  EXPECT_EQ(recipe("dense-128-32").batch, 128);
  EXPECT_EQ(recipe("denoising-10").noise, (Noise{.kind = NoiseKind::kGaussian, .level = 0.1}));
  EXPECT_EQ(recipe("denoising-256").noise,
            (Noise{.kind = NoiseKind::kGaussian, .level = 0.9, .mixed = true}));
  for (const std::string_view name : {"deep-30", "under-64", "hidden-128", "denoising-256"}) {
    EXPECT_EQ(recipe(name).batch, 32) << name;
    EXPECT_EQ(recipe(name).epochs, 10) << name;
  }
  EXPECT_EQ(recipe("deep-30").schedule, Schedule::kCosine);
  EXPECT_GT(recipe("sparse-1024").l1, 0);
  for (const ModelSpec& spec : presets()) {
    const bool is_of_our_choice = spec.name == "deep-30-2006" || spec.name == "sparse-1024" ||
                                  spec.name == "denoising-10" || spec.name.starts_with("conv-3");
    EXPECT_EQ(spec.recipe.learning_rate == 1e-3, !is_of_our_choice) << spec.name;
    EXPECT_EQ(spec.recipe.weight_decay > 0, spec.name == "deep-30-2006") << spec.name;
    EXPECT_EQ(spec.recipe.early_stopping, 0) << spec.name;  // needs held-out images
    EXPECT_EQ(spec.recipe.l1 > 0, spec.name == "sparse-1024") << spec.name;
  }
}

TEST(Presets, Deep30HasALinearCodeAndASigmoidOutput) {
  const std::vector<LayerSpec> expected{dense(512), kRelu,      dense(256), kRelu, dense(128),
                                        kRelu,      dense(30),  dense(128), kRelu, dense(256),
                                        kRelu,      dense(784), kSigmoid};
  const ModelSpec spec = take(find_model("deep-30"));
  EXPECT_EQ(spec.architecture.layers, expected);
  EXPECT_EQ(spec.architecture.encoder_layers, 7);
}

TEST(Presets, Deep30ReluHasAReluAfterEveryLayer) {
  const ModelSpec spec = take(find_model("deep-30-relu"));
  const std::vector<LayerSpec>& layers = spec.architecture.layers;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    EXPECT_EQ(layers[i].type, i % 2 == 0 ? LayerType::kDense : LayerType::kRelu);
  }
  EXPECT_EQ(spec.architecture.encoder_layers, 8);
}

TEST(Presets, CustomEncodersAreMirrored) {
  const std::vector<LayerSpec> expected{dense(128), kRelu,      dense(16), dense(128),
                                        kRelu,      dense(784), kSigmoid};
  for (const std::string_view name :
       {"784-128-16", "784 → 128 → 16", "784→128→16", "784->128->16", "784 -> 128 -> 16",
        "784-128-16-128-784", "784 → 128 → 16 → 128 → 784"}) {
    const ModelSpec spec = take(find_model(name));
    EXPECT_EQ(spec.architecture.layers, expected) << name;
    EXPECT_EQ(spec.architecture.encoder_layers, 3) << name;
  }
  EXPECT_EQ(take(find_model("784 → 128 → 16")).name, "784-128-16");
}

TEST(Presets, CustomNetworksGivenInFullNeedNotBeSymmetric) {
  const ModelSpec spec = take(find_model("784-256-32-64-784"));
  const std::vector<LayerSpec> expected{dense(256), kRelu,      dense(32), dense(64),
                                        kRelu,      dense(784), kSigmoid};
  EXPECT_EQ(spec.architecture.layers, expected);
  EXPECT_EQ(spec.architecture.encoder_layers, 3);
  EXPECT_EQ(spec.name, "784-256-32-64-784");
  EXPECT_EQ(take(find_model(spec.name)), spec);
}

TEST(Presets, TheShortestCustomNetworksHaveOnlyACode) {
  for (const std::string_view name : {"784-32", "784-32-784"}) {
    const std::vector<LayerSpec> expected{dense(32), dense(784), kSigmoid};
    EXPECT_EQ(take(find_model(name)).architecture.layers, expected) << name;
  }
}

TEST(Presets, RejectsCustomNetworksWithoutTheImageSizeOrWithEmptyLayers) {
  expect_refused(find_model("100-32"), "100-32", "begin with 784");
  expect_refused(find_model("784"), "784", "begin with 784");
  expect_refused(find_model("784-0-784"), "at least 1 unit");
  expect_refused(find_model("784-32-0"), "at least 1 unit");
}

TEST(Presets, RejectsTooLargeCustomNetworksBeforeAllocatingThem) {
  expect_refused(Model::create(take(find_model("784-70000"))), "784-70000", "1 to 65536 units");
  expect_refused(Model::create(take(find_model("784-65536-65536"))), "at most 67108864 parameters");
}

TEST(Presets, UnknownNamesSuggestTheNearest) {
  expect_refused(find_model("dense-128-23"), "found \"dense-128-23\"",
                 "did you mean \"dense-128-32\"?");
  expect_refused(find_model("deep30"), "did you mean \"deep-30\"?");
  expect_refused(find_model("Simple32"), "did you mean \"simple-32\"?");
  for (const std::string_view name : {"", "-", "784-", "784--16", "784-x", "→", "784→"}) {
    expect_refused(find_model(name), "did you mean");
  }
}

}  // namespace
}  // namespace hourglass
