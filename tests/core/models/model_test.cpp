#include "core/models/model.h"

#include <algorithm>
#include <limits>

#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::dense;
using test::expect_refused;
using test::kRelu;
using test::kSigmoid;
using test::preset;
using test::small_model;
using test::take;

std::vector<Scalar> random_pixels(std::size_t count) {
  Random random(5);
  std::vector<Scalar> pixels(count);
  std::ranges::generate(pixels, [&random] { return random.uniform(); });
  return pixels;
}

TEST(Model, DecodingTheCodeEqualsReconstructing) {
  Model model = preset("deep-30");
  model.initialise(1);
  const std::vector<Scalar> images = random_pixels(3 * 784);
  const std::vector<Scalar> codes = take(encode(model, images));
  EXPECT_EQ(codes.size(), 3U * 30);
  EXPECT_EQ(take(decode(model, codes)), take(reconstruct(model, images)));
}

TEST(Model, WithUnpoolingsCannotDecodeACodeAlone) {
  Model model = preset("conv-unpool");
  model.initialise(1);
  expect_refused(decode(model, random_pixels(196)), "conv-unpool cannot be decoded",
                 "needs the encoder's pooling switches");
  EXPECT_EQ(take(reconstruct(model, random_pixels(3 * 784))).size(), 3U * 784);
}

// The image counts are 0, 1, and around the 256 images that one pass takes.
TEST(Model, BatchesGiveTheSameResultsAsSingleImages) {
  Model model = small_model(20, {dense(8), kRelu, dense(20), kSigmoid}, 2);
  for (const std::size_t count : {0U, 1U, 255U, 256U, 257U, 600U}) {
    const std::vector<Scalar> images = random_pixels(count * 20);
    const std::vector<Scalar> all = take(reconstruct(model, images));
    ASSERT_EQ(all.size(), images.size());
    for (const std::size_t index : {std::size_t{0}, count / 2, count - 1}) {
      if (count == 0) break;
      const std::vector<Scalar> one =
          take(reconstruct(model, std::span(images).subspan(index * 20, 20)));
      EXPECT_LT(test::relative_error(std::span(all).subspan(index * 20, 20), one),
                test::tolerance(1e-6, 1e-14));
    }
  }
}

TEST(Model, RejectsInputsThatAreNotWholeImagesOrCodes) {
  const Model model = preset("dense-128-32");
  expect_refused(encode(model, random_pixels(783)), "dense-128-32", "images of 784 numbers",
                 "found 783");
  expect_refused(reconstruct(model, random_pixels(785)), "images of 784 numbers", "found 785");
  expect_refused(decode(model, random_pixels(33)), "codes of 32 numbers", "found 33");
}

TEST(Model, InitialisationDependsOnlyOnTheSeed) {
  Model one = preset("under-64"), same = one, other = one;
  one.initialise(1);
  same.initialise(1);
  other.initialise(2);
  EXPECT_EQ(one.parameters, same.parameters);
  EXPECT_NE(one.parameters, other.parameters);
}

TEST(Model, HasLogitsOnlyBeforeASigmoid) {
  EXPECT_TRUE(preset("deep-30").has_logits());
  EXPECT_FALSE(preset("deep-30-relu").has_logits());
  EXPECT_FALSE(preset("pca-30").has_logits());
}

ModelSpec with(const Recipe& recipe) {
  ModelSpec spec = take(find_model("under-64"));
  spec.recipe = recipe;
  return spec;
}

TEST(Model, RejectsAnInvalidRecipe) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  expect_refused(Model::create(with({.epochs = 0})),
                 "epochs: expected a finite number of at least 1, found 0");
  expect_refused(Model::create(with({.batch = 0})), "batch: expected a finite number of at least 1",
                 "found 0");
  expect_refused(Model::create(with({.batch = -7})), "batch: ", "found -7");
  for (const double rate : {0.0, -1e-3, kNan, kInfinity}) {
    expect_refused(Model::create(with({.learning_rate = rate})),
                   "learning rate: expected a finite number above 0, found ");
  }
  for (const double l1 : {-1e-9, kNan, kInfinity}) {
    expect_refused(Model::create(with({.l1 = l1})),
                   "L1 penalty: expected a finite number of at least 0");
  }
  for (const double level : {-0.1, 1.1, 2.0, kNan}) {
    expect_refused(Model::create(with({.noise = {.kind = NoiseKind::kMasking, .level = level}})),
                   "noise: expected a level from 0 to 1");
  }
  for (const double warmup : {-0.1, 1.0, kNan}) {
    expect_refused(Model::create(with({.warmup = warmup})),
                   "warmup: expected a finite number from 0 to below 1");
  }
  for (const double decay : {-1e-9, kNan, kInfinity}) {
    expect_refused(Model::create(with({.weight_decay = decay})),
                   "weight decay: expected a finite number of at least 0");
  }
  expect_refused(Model::create(with({.early_stopping = -1})), "early stopping: expected", "-1");
  EXPECT_TRUE(Model::create(with({.loss = Loss::kBce, .learning_rate = 1e-9, .l1 = 5})));
}

TEST(Model, RejectsCrossEntropyWithoutASigmoid) {
  for (const std::string_view name : {"linear-30", "deep-30-relu"}) {
    ModelSpec spec = take(find_model(name));
    spec.recipe.loss = Loss::kBce;
    expect_refused(Model::create(spec), name, "expected a sigmoid output for the loss bce",
                   "use mse");
  }
}

TEST(Model, RejectsAPcaThatIsNotTwoDenseLayers) {
  const auto create = [](std::vector<LayerSpec> layers) {
    return Model::create({.name = "odd",
                          .architecture = {.input = {.channels = 4},
                                           .layers = std::move(layers),
                                           .encoder_layers = 1},
                          .fit = Fit::kPca});
  };
  EXPECT_TRUE(create({dense(4), dense(4)}));
  expect_refused(create({dense(5), dense(4)}), "odd: expected PCA to be two dense layers");
  expect_refused(create({kRelu, dense(4)}), "two dense layers");
  expect_refused(create({dense(2), dense(4), kSigmoid}), "two dense layers");
}

}  // namespace
}  // namespace hourglass
