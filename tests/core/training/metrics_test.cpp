#include "core/training/metrics.h"

#include <cmath>
#include <numbers>

#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::dense;
using test::expect_refused;
using test::kRelu;
using test::kSigmoid;
using test::small_model;
using test::take;

// A model that maps x to x + offset, for images of two pixels.
Model shift(Scalar offset) {
  Model model = small_model(2, {dense(2), dense(2)}, 1);
  model.parameters = {1, 0, 0, 1, 0, 0, 1, 0, 0, 1, offset, offset};
  return model;
}

// Four images of two pixels. Six of the pixels are black or white and two are grey.
Dataset four_images() { return {.shape = {2}, .pixels = {0, 0, 255, 255, 51, 204, 0, 255}}; }

Metrics measure(const Model& model, const Dataset& dataset, int threads = 1) {
  ThreadTeam team(threads);
  return take(evaluate(model, dataset, {}, team));
}

TEST(Metrics, OfAShiftByATenthMatchHandComputedValues) {
  const Metrics metrics = measure(shift(Scalar(0.1)), four_images());
  EXPECT_EQ(metrics.images, 4U);
  EXPECT_NEAR(metrics.mse, 0.01, 1e-8);
  EXPECT_NEAR(metrics.squared_error_per_image, 0.02, 2e-8);
  EXPECT_NEAR(metrics.psnr, 20, 1e-5);
  // Pixel means are 0.3 and 0.7; the squared deviations sum to 0.68 for each pixel.
  EXPECT_NEAR(metrics.explained_variance, 1 - 0.08 / (2 * 0.68), 1e-6);
  EXPECT_EQ(metrics.dead_units, 0);
  // All black and white pixels round to themselves; the two greys cannot match.
  EXPECT_EQ(metrics.exact_pixel_accuracy, 6.0 / 8);
}

TEST(Metrics, OfAPerfectCopyAreOptimal) {
  const Metrics metrics = measure(shift(0), four_images());
  EXPECT_NEAR(metrics.mse, 0, 1e-14);
  EXPECT_EQ(metrics.psnr, std::numeric_limits<double>::infinity());
  EXPECT_NEAR(metrics.explained_variance, 1, 1e-12);
  // Outputs of exactly 0 and 1 are clipped at 1e-7 for the logarithm.
  EXPECT_NEAR(metrics.bce_above_floor, 0, 3e-7);
}

TEST(Metrics, BceFloorIsTheEntropyOfGreyPixels) {
  const double entropy = -(0.2 * std::log(0.2) + 0.8 * std::log(0.8));
  EXPECT_NEAR(bce_floor(four_images()), 2 * entropy / 8, 1e-15);
  EXPECT_EQ(bce_floor({.shape = {2}, .pixels = {0, 255, 255, 0}}), 0);
}

TEST(Metrics, BceUsesTheLogitsOfASigmoidOutput) {
  Model model = small_model(2, {dense(1), dense(2), kSigmoid}, 1);
  std::ranges::fill(model.parameters, Scalar(0));
  model.parameters.back() = 200;  // an output that rounds to 1: its cross-entropy is still finite
  const Dataset dataset{.shape = {2}, .pixels = {0, 0}};
  EXPECT_NEAR(measure(model, dataset).bce, (std::numbers::ln2 + 200) / 2, 1e-5);
}

TEST(Metrics, ExactPixelAccuracyRoundsOutputsToBlackOrWhite) {
  EXPECT_EQ(exact_pixel_ceiling(four_images()), 6.0 / 8);
  EXPECT_EQ(measure(shift(Scalar(0.4)), four_images()).exact_pixel_accuracy, 6.0 / 8);
  EXPECT_EQ(measure(shift(Scalar(0.6)), four_images()).exact_pixel_accuracy, 0);
  EXPECT_EQ(measure(shift(Scalar(-0.6)), four_images()).exact_pixel_accuracy, 0);
  EXPECT_NEAR(exact_pixel_ceiling(test::test_digits()), 0.8145, 0.00005);
}

// The model predicts the mean digit for every image. Even a perfect copy would have a BCE: the
// entropy of the grey pixels.
TEST(Metrics, PredictingTheMeanDigitHasTheKnownErrors) {
  const Dataset digits = test::test_digits();
  Model model = take(Model::create(take(find_model("linear-1"))));
  std::vector<double> mean(784);
  for (std::size_t i = 0; i < digits.pixels.size(); ++i) mean[i % 784] += digits.pixels[i];
  const std::span<Scalar> bias = std::span(model.parameters).last(784);
  for (std::size_t pixel = 0; pixel < 784; ++pixel) {
    bias[pixel] = static_cast<Scalar>(mean[pixel] / 255 / 10'000);
  }
  const Metrics metrics = measure(model, digits, 2);
  EXPECT_EQ(metrics.images, 10'000U);
  EXPECT_NEAR(metrics.mse, 0.0674, 0.00005);
  EXPECT_NEAR(metrics.squared_error_per_image, 784 * metrics.mse, 1e-9);
  EXPECT_NEAR(metrics.bce, 0.2627, 0.0005);  // depends on how empty pixels are clipped
  EXPECT_NEAR(bce_floor(digits), 0.0581, 0.00005);
  EXPECT_NEAR(metrics.bce_above_floor, metrics.bce - bce_floor(digits), 1e-12);
  EXPECT_NEAR(metrics.explained_variance, 0, 1e-5);
  EXPECT_NEAR(mean_image_errors(digits).mse, metrics.mse, test::tolerance(1e-7, 1e-8));
  EXPECT_NEAR(mean_image_errors(digits).bce, 0.2623, 0.00005);
  EXPECT_EQ(metrics.dead_units, 1);
}

TEST(Metrics, DeadUnitsHaveTheSameValueForEveryImage) {
  Model model = small_model(2, {dense(4), kRelu, dense(2)}, 2);
  // In order, the units are alive, always negative, constant, and alive on one image only.
  model.parameters = {1,           0, 0, 0, 0, 0, -1, -1, /*bias*/ 0, -1, 2,
                      Scalar(0.1), 0, 0, 0, 0, 0, 0,  0,  0,          0,  0};
  EXPECT_EQ(measure(model, four_images()).dead_units, 2);
}

TEST(Metrics, IdenticalImagesHaveNoVarianceToExplain) {
  Model model = test::preset("simple-32");
  model.initialise(1);
  ThreadTeam team(2);
  for (const std::size_t count : {1U, 3U, 1000U}) {
    for (const int tone : {1, 77, 255}) {
      const Dataset equal{.pixels = Bytes(784 * count, static_cast<std::uint8_t>(tone))};
      EXPECT_EQ(mean_image_errors(equal).mse, 0);
      const Metrics metrics = take(evaluate(model, equal, {}, team));
      EXPECT_TRUE(std::isnan(metrics.explained_variance));
      EXPECT_EQ(metrics.dead_units, std::nullopt);
    }
  }
}

TEST(Metrics, ATinyVarianceIsExact) {
  Bytes pixels(784 * 3000, 254);
  pixels[0] = 255;
  // In one of 3000 images, one of 784 pixels is one level brighter: p (1 − p) / 255² / 784.
  const double expected = 1 / 3000.0 * (1 - 1 / 3000.0) / (255.0 * 255.0) / 784;
  EXPECT_NEAR(mean_image_errors({.pixels = pixels}).mse / expected, 1, 1e-12);
}

TEST(Metrics, DoNotDependOnTheThreadCount) {
  const Dataset digits = test::test_digits().slice(0, 700);
  Model model = test::preset("dense-128-32");
  model.initialise(1);
  const Noise noise{.kind = NoiseKind::kGaussian, .level = 0.5};
  const auto measure_on = [&](int threads) {
    ThreadTeam team(threads);
    return take(evaluate(model, digits, {.noise = noise, .seed = 3}, team));
  };
  const Metrics one = measure_on(1), three = measure_on(3);
  EXPECT_NEAR(one.mse, three.mse, one.mse * test::tolerance(1e-6, 1e-13));
  EXPECT_NEAR(one.bce, three.bce, one.bce * test::tolerance(1e-6, 1e-13));
  EXPECT_EQ(one.dead_units, three.dead_units);
}

TEST(Metrics, NoiseDependsOnlyOnTheSeed) {
  const Dataset digits = test::test_digits().slice(0, 20);
  ThreadTeam team(1);
  Model model = test::preset("linear-30");
  model.initialise(1);
  const Noise noise{.kind = NoiseKind::kMasking, .level = 0.5};
  const double one = take(evaluate(model, digits, {.noise = noise, .seed = 1}, team)).mse;
  EXPECT_EQ(take(evaluate(model, digits, {.noise = noise, .seed = 1}, team)).mse, one);
  EXPECT_NE(take(evaluate(model, digits, {.noise = noise, .seed = 2}, team)).mse, one);
  EXPECT_NE(take(evaluate(model, digits, {}, team)).mse, one);
}

TEST(Metrics, RejectsNoImagesAndImagesOfTheWrongSize) {
  ThreadTeam team(1);
  expect_refused(evaluate(shift(0), {.shape = {2}, .pixels = {}}, {}, team),
                 "expected at least one image, found none");
  expect_refused(evaluate(shift(0), test::random_images(3, 4, 1), {}, team), "2 pixels, found 4");
}

}  // namespace
}  // namespace hourglass
