#include "core/models/pca.h"

#include <cmath>

#include "core/models/presets.h"
#include "core/training/metrics.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::dense;
using test::expect_refused;
using test::preset;
using test::take;

Model small_pca(int pixels, int components) {
  return take(Model::create({.name = "small-pca",
                             .architecture = {.input = {.channels = pixels},
                                              .layers = {dense(components), dense(pixels)},
                                              .encoder_layers = 1},
                             .fit = Fit::kPca}));
}

void fit(Model& model, const Dataset& dataset, int threads = 1) {
  ThreadTeam team(threads);
  take(fit_pca(model, dataset, team));
}

// The encoder's weights: one component per row.
ConstWeightView components_of(const Model& model) {
  return {model.parameters.data(), model.network.code_size(), model.network.input_size()};
}

// Four points on two axes: variances 2·50²/3 and 2·25²/3, directions (0.6, 0.8) and (0.8, -0.6).
TEST(Pca, IsExactOnFourPoints) {
  const Dataset points{.shape = {2},
                       .pixels = {100 + 30, 100 + 40, 100 - 30, 100 - 40,  //
                                  100 - 20, 100 + 15, 100 + 20, 100 - 15}};
  Model model = small_pca(2, 2);
  fit(model, points);
  constexpr double kTolerance = test::tolerance(1e-6, 1e-12);
  EXPECT_NEAR(model.spectrum->variances[0], 2 * 2500 / 3.0 / (255 * 255), 1e-12);
  EXPECT_NEAR(model.spectrum->variances[1], 2 * 625 / 3.0 / (255 * 255), 1e-12);
  EXPECT_NEAR(model.spectrum->total_variance, 2 * 3125 / 3.0 / (255 * 255), 1e-12);
  const ConstWeightView v = components_of(model);
  EXPECT_NEAR(static_cast<double>(v(0, 0)), 0.6, kTolerance);
  EXPECT_NEAR(static_cast<double>(v(0, 1)), 0.8, kTolerance);
  EXPECT_NEAR(static_cast<double>(v(1, 0)), 0.8, kTolerance);  // the larger entry is positive
  EXPECT_NEAR(static_cast<double>(v(1, 1)), -0.6, kTolerance);
  const std::vector<Scalar> mean{Scalar(100) / 255, Scalar(100) / 255};
  for (const Scalar code : take(encode(model, mean))) {
    EXPECT_NEAR(static_cast<double>(code), 0, kTolerance);
  }
  const std::vector<Scalar> origin(2, Scalar(0));
  EXPECT_LT(test::relative_error(take(decode(model, origin)), mean), kTolerance);
}

TEST(Pca, IsLosslessWithAllComponents) {
  const Dataset images = test::random_images(40, 12, 1);
  Model model = small_pca(12, 12);
  fit(model, images);
  ThreadTeam team(1);
  EXPECT_LT(take(evaluate(model, images, {}, team)).mse, test::tolerance(1e-12, 1e-28));
}

TEST(Pca, DoesNotDependOnTheThreadCount) {
  const Dataset digits = test::test_digits().slice(0, 301);
  Model one = preset("pca-8"), two = one, three = one;
  fit(one, digits, 1);
  fit(two, digits, 2);
  fit(three, digits, 3);
  EXPECT_EQ(one.parameters, two.parameters);
  EXPECT_EQ(one.parameters, three.parameters);
  EXPECT_EQ(one.spectrum->variances, three.spectrum->variances);
}

TEST(Pca, IsLosslessOnFewerImagesThanComponents) {
  const Dataset images = test::random_images(3, 12, 1);
  Model model = small_pca(12, 10);
  fit(model, images, 4);
  ThreadTeam team(1);
  EXPECT_LT(take(evaluate(model, images, {}, team)).mse, test::tolerance(1e-12, 1e-28));
  ASSERT_EQ(model.spectrum->variances.size(), 10U);
  for (std::size_t i = 2; i < 10; ++i) EXPECT_NEAR(model.spectrum->variances[i], 0, 1e-15);
  const ConstWeightView v = components_of(model);
  EXPECT_LT(
      static_cast<double>((v * v.transpose() - Matrix::Identity(10, 10)).cwiseAbs().maxCoeff()),
      test::tolerance(1e-6, 1e-12));
}

TEST(Pca, OfIdenticalImagesHasNoVariance) {
  Model model = small_pca(3, 2);
  fit(model, {.shape = {3}, .pixels = {7, 8, 9, 7, 8, 9, 7, 8, 9}});
  EXPECT_NEAR(model.spectrum->total_variance, 0, 1e-15);
  const std::vector<Scalar> image{Scalar(7) / 255, Scalar(8) / 255, Scalar(9) / 255};
  EXPECT_LT(test::relative_error(take(reconstruct(model, image)), image), 1e-6);
}

TEST(Pca, IsLosslessIfSomePixelsAreAlwaysBlack) {
  const Dataset images{.shape = {5}, .pixels = {0, 9, 0, 30, 0, 0, 70, 0, 10, 0, 0, 20, 0, 20, 0}};
  for (const int components : {2, 4}) {  // only two pixels are ever lit
    Model model = small_pca(5, components);
    fit(model, images);
    ThreadTeam team(1);
    EXPECT_LT(take(evaluate(model, images, {}, team)).mse, test::tolerance(1e-12, 1e-28));
    const ConstWeightView v = components_of(model);
    const Matrix gram = v * v.transpose();
    EXPECT_TRUE(gram.isIdentity(Scalar(1e-6)));
  }
}

TEST(Pca, RejectsTooFewImagesAndImagesOfTheWrongSize) {
  Model model = preset("pca-30");
  ThreadTeam team(1);
  expect_refused(fit_pca(model, {}, team), "pca-30", "at least 2 images, found 0");
  expect_refused(fit_pca(model, test::random_images(1, 784, 1), team), "found 1");
  expect_refused(fit_pca(model, test::random_images(9, 100, 1), team), "28×28 pixels, found 100");
  EXPECT_FALSE(model.spectrum);
}

// PCA computes in double in every build, so one build is enough for this slow test.
#ifndef HOURGLASS_DOUBLE
// The eigenvalues that NumPy finds for the covariance of the digits give the same shares.
TEST(Pca, OnMnistHasThePublishedErrorAndVariance) {
  Model model = preset("pca-30");
  fit(model, test::training_digits(), 2);
  const std::vector<double>& variances = model.spectrum->variances;
  const auto explained = [&](std::size_t count) {
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += variances[i];
    return sum / model.spectrum->total_variance;
  };
  ASSERT_EQ(variances.size(), 30U);
  EXPECT_TRUE(std::ranges::is_sorted(variances, std::ranges::greater()));
  EXPECT_NEAR(explained(30), 0.7305, 0.00005);
  EXPECT_NEAR(explained(2), 0.168, 0.0005);

  ThreadTeam team(2);
  const Metrics metrics = take(evaluate(model, test::test_digits(), {}, team));
  EXPECT_NEAR(metrics.mse, 0.01769, 0.00002);

  const ConstWeightView v = components_of(model);
  EXPECT_LT(
      static_cast<double>((v * v.transpose() - Matrix::Identity(30, 30)).cwiseAbs().maxCoeff()),
      1e-5);
  for (Eigen::Index row = 0; row < 30; ++row) {
    Eigen::Index largest = 0;
    v.row(row).cwiseAbs().maxCoeff(&largest);
    EXPECT_GT(v(row, largest), 0);
  }
}
#endif

// Inverted images, and images with their rows and columns exchanged, have the same variances.
TEST(ImageStatistics, TellFitsToOtherImagesApart) {
  const int side = 3;
  const Dataset images = test::random_images(40, side * side, 1);
  Bytes inverted;
  Bytes exchanged;
  for (std::size_t image = 0; image < images.count(); ++image) {
    for (int i = 0; i < side * side; ++i) {
      const ByteSpan bytes = images.image(image);
      inverted.push_back(static_cast<std::uint8_t>(255 - bytes[static_cast<std::size_t>(i)]));
      exchanged.push_back(bytes[static_cast<std::size_t>(i % side * side + i / side)]);
    }
  }
  Model model = small_pca(side * side, 2);
  fit(model, images);
  const ImageStatistics own = statistics_of(model).value();
  ThreadTeam team(2);
  EXPECT_TRUE(are_of_same_images(own, statistics_of(images).value()));
  EXPECT_TRUE(are_of_same_images(own, statistics_of(image_moments(images, team)).value()));
  for (const Bytes& pixels : {inverted, exchanged}) {
    const Dataset others{.shape = images.shape, .pixels = pixels};
    const ImageStatistics found = statistics_of(others).value();
    EXPECT_NEAR(found.total_variance, own.total_variance, 1e-12);
    EXPECT_FALSE(are_of_same_images(own, found));
  }
  EXPECT_FALSE(are_of_same_images(own, statistics_of(images.slice(0, 39)).value()));
  EXPECT_FALSE(statistics_of(images.slice(0, 1)));
  EXPECT_FALSE(statistics_of(small_pca(4, 2)));
}

// The variances of 0, 51 and 0, 255 (0, 0.2 and 0, 1) are 0.02 and 0.5.
TEST(ImageStatistics, AreThoseOfTwoImages) {
  const Dataset images{.shape = {2}, .pixels = {0, 255, 51, 0}};
  const ImageStatistics found = statistics_of(images).value();
  EXPECT_NEAR(found.mean(0), 0.1, 1e-15);
  EXPECT_NEAR(found.mean(1), 0.5, 1e-15);
  EXPECT_NEAR(found.total_variance, 0.52, 1e-15);
}

}  // namespace
}  // namespace hourglass
