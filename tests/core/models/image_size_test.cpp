#include "core/models/image_size.h"

#include "core/models/find_model.h"
#include "core/models/pca.h"
#include "core/models/presets.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::expect_refused;
using test::take;

constexpr Shape kSmall{.channels = 1, .height = 8, .width = 8};
constexpr Shape kColour{.channels = 3, .height = 32, .width = 32};

Shape square(int side) { return {.channels = 1, .height = side, .width = side}; }

std::size_t parameters_of(std::string_view name, Shape image) {
  return take(Model::create(take(find_model(name, image)))).parameter_count();
}

TEST(ImageSize, PresetsForDigitsAreThePresets) { EXPECT_EQ(presets_for(kDigitShape), presets()); }

TEST(ImageSize, DensePresetsTakeTheWidthOfTheImages) {
  EXPECT_EQ(parameters_of("simple-32", kSmall), 64 * 32 + 32 + 32 * 64 + 64);
  EXPECT_EQ(parameters_of("simple-32", kColour), 3072 * 32 + 32 + 32 * 3072 + 3072);
  EXPECT_EQ(parameters_of("pca-30", kSmall), 64 + 64 * 30);
  const ModelSpec spec = take(find_model("dense-128-32", kSmall));
  EXPECT_EQ(spec.architecture.input, kSmall);
  EXPECT_EQ(spec.recipe, take(find_model("dense-128-32")).recipe);
}

// One channel more or less changes only the first and the last convolution.
TEST(ImageSize, ConvolutionalPresetsKeepTheirKernels) {
  EXPECT_EQ(parameters_of("conv-transpose", square(64)),
            parameters_of("conv-transpose", square(8)));
  const std::size_t grey = parameters_of("conv-transpose", kDigitShape);
  EXPECT_EQ(parameters_of("conv-transpose", kColour),
            grey + 2 * (16 * 3 * 3) + 2 * (16 * 2 * 2) + 2);
  const Model model = take(Model::create(take(find_model("conv-transpose", kColour))));
  EXPECT_EQ(model.network.code_shape(), (Shape{4, 8, 8}));
  EXPECT_EQ(model.network.layer(model.network.layer_count() - 1).output_shape(), kColour);
}

// The sides follow from the formulas of the layers. Two halvings and two doublings lead back to
// multiples of 4. conv-denoiser's three poolings leave p = ⌊n/8⌋ pixels, of which its decoder makes
// 4 (2 p + 1); conv-8-16-16 makes 8 ⌈⌊n/4⌋/2⌉ − 4. Both are n if n = 8 p + 4. Unpoolings restore
// any size. conv-32 begins its decoder with 4×4 pixels. Layers have at most 65,536 units.
TEST(ImageSize, ConvolutionalPresetsSuitTheSizesThatTheirDecodersLeadBackTo) {
  for (const auto& [name, expected] :
       std::initializer_list<std::pair<const char*, std::vector<int>>>{
           {"conv-32", {28}},
           {"conv-30-wide", {28}},
           {"conv-transpose", {4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64}},
           {"conv-nearest", {4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64}},
           {"conv-denoiser", {12, 20, 28, 36, 44}},
           {"conv-8-16-16", {4, 12, 20, 28, 36, 44, 52, 60, 68, 76, 84}},
           {"conv-8-16-16-transpose", {4, 12, 20, 28, 36, 44, 52, 60, 68, 76, 84}}}) {
    EXPECT_EQ(sides_of(take(find_model(name)), 1), expected) << name;
  }
  EXPECT_EQ(sides_text(sides_of(take(find_model("conv-unpool")), 1)), "4 to 64");
  EXPECT_EQ(sides_text(sides_of(take(find_model("under-64")), 1)), "1 to 256");
}

TEST(ImageSize, RejectsWhatCannotBeWithTheReasonAndTheSizesThatSuit) {
  expect_refused(find_model("conv-denoiser", kSmall), "conv-denoiser does not suit images of 8×8: ",
                 "expected an output of 64 units like the input, found 144",
                 "square images with sides of 12, 20, 28, 36 or 44");
  expect_refused(find_model("conv-32", kColour),
                 "conv-32 does not suit images of 32×32×3: ", "with sides of 28");
  expect_refused(find_model("conv-denoiser", square(4)), "max-pooling with an output of 1 to");
}

// 13 × 48 = 12 × 52
TEST(ImageSize, RejectsAnOutputOfTheSameSizeInAnotherShape) {
  expect_refused(find_model("conv-denoiser", {1, 13, 48}),
                 "expected an output of 13×48 like the input, found one of 12×52");
  EXPECT_TRUE(find_model("conv-denoiser", {1, 12, 20}));
}

TEST(ImageSize, WidthsBeginWithTheNumbersOfAnImage) {
  const ModelSpec spec = take(find_model("64-32-8", kSmall));
  EXPECT_EQ(spec.name, "64-32-8");
  EXPECT_EQ(spec.architecture.input, kSmall);
  EXPECT_EQ(take(find_model("64 → 32 → 8 → 32 → 64", kSmall)).architecture, spec.architecture);
  expect_refused(find_model("784-32", kSmall), "begin with 64", "as in 64-128-16",
                 "the images are 8×8");
  expect_refused(find_model("pca-65", kSmall), "expected 1 to 64 components", "the images are 8×8");
  EXPECT_EQ(parameters_of("pca-3072", kColour), 3072U + 3072U * 3072U);
}

TEST(ImageSize, SidesAreListedBriefly) {
  EXPECT_EQ(sides_text({}), "no size");
  EXPECT_EQ(sides_text({28}), "28");
  EXPECT_EQ(sides_text({12, 28}), "12 or 28");
  EXPECT_EQ(sides_text({4, 5, 6, 7}), "4 to 7");
  EXPECT_EQ(sides_text({4, 8, 12, 16, 20, 24, 28}), "4, 8, 12 … 28");
}

TEST(ImageSize, ImagesAndModelsMustHaveTheSameShape) {
  const auto model_for = [](Shape image) {
    return take(Model::create(take(find_model("under-64", image))));
  };
  const auto images = [](Shape shape) {
    return Dataset{.shape = shape, .pixels = Bytes(static_cast<std::size_t>(shape.size()))};
  };
  EXPECT_TRUE(check_images(model_for(kSmall), images(kSmall)));
  expect_refused(check_images(model_for(kSmall), images(kDigitShape)),
                 "under-64: expected images of 8×8 pixels, found 28×28");
  expect_refused(check_images(model_for(kColour), images({1, 48, 64})),
                 "expected images of 32×32×3 pixels, found 48×64");
  EXPECT_TRUE(check_images(model_for(kSmall), images({64})));  // plain numbers
  expect_refused(check_images(model_for(kSmall), images({65})), "8×8 pixels, found 65");
  expect_refused(check_images(model_for(kSmall), {.shape = kSmall, .pixels = {}}), "found none");
}

TEST(ImageSize, PcaTakesTheShapeOfItsImages) {
  Dataset images = test::random_images(100, 12, 1);
  images.shape = {3, 2, 2};
  ThreadTeam team(1);
  const Model pca = take(exact_pca(3, images, team));
  EXPECT_EQ(pca.spec.architecture.input, images.shape);
  EXPECT_EQ(pca.spec.name, "pca-3");
}

}  // namespace
}  // namespace hourglass
