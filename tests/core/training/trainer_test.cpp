#include "core/training/trainer.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/training/metrics.h"
#include "tests/core/gradient.h"
#include "tests/core/training/training_runs.h"

namespace hourglass {
namespace {

using test::dense;
using test::expect_refused;
using test::kRelu;
using test::kSigmoid;
using test::kStrongNoise;
using test::preset;
using test::small_denoiser;
using test::small_model;
using test::take;
using test::train;
using test::train_steps;

// Compares Adam's first moment after one step, (1 − β₁) times the gradient, with finite differences
// of the loss that step() returns. This covers the trainer's data, noise and shards.
void expect_exact_gradient(const Model& model, int threads) {
  const Dataset images = test::random_images(5, model.network.input_size(), 3);
  ThreadTeam team(threads);
  Model copy = model;
  Trainer trainer = take(Trainer::create(copy, images, team, 9));
  take(trainer.step());
  std::vector<Scalar> gradient = trainer.state().moments.first;
  for (Scalar& value : gradient) value *= 10;
  Model varied = model;
  const std::vector<Scalar> numeric = test::numeric_gradient(varied.parameters, [&] {
    Model stepped = varied;
    return take(take(Trainer::create(stepped, images, team, 9)).step());
  });
  EXPECT_LT(test::relative_error(gradient, numeric), test::kGradientTolerance);
}

TEST(Trainer, GradientOfSquaredErrorMatchesCentralDifferences) {
  expect_exact_gradient(
      small_model(6, {dense(4), kSigmoid, dense(3), dense(6), kSigmoid}, 3, {.batch = 5}), 1);
}

TEST(Trainer, GradientOfCrossEntropyMatchesCentralDifferences) {
  expect_exact_gradient(small_model(6, {dense(5), kRelu, dense(3), dense(6), kSigmoid}, 3,
                                    {.loss = Loss::kBce, .batch = 5}),
                        1);
}

TEST(Trainer, GradientOfASparseDenoiserOnTwoThreadsMatchesCentralDifferences) {
  for (const Loss loss : {Loss::kMse, Loss::kBce}) {
    expect_exact_gradient(
        small_model(6, {dense(7), kRelu, dense(6), kSigmoid}, 2,
                    {.loss = loss, .batch = 5, .noise = kStrongNoise, .l1 = 0.05}),
        2);
  }
}

TEST(Trainer, LossFallsOnRealDigits) {
  const Dataset digits = test::test_digits().slice(0, 640);
  for (const std::string_view name : {"dense-128-32", "deep-30", "under-64", "denoising-256"}) {
    Model model = preset(name);
    model.spec.recipe.batch = 32;
    model.initialise(1);
    ThreadTeam team(2);
    Trainer trainer = take(Trainer::create(model, digits, team, 1));
    train_steps(trainer, 80);
    const std::vector<EpochRecord>& history = trainer.state().history;
    ASSERT_EQ(history.size(), 4U);
    for (std::size_t epoch = 1; epoch < 4; ++epoch) {
      EXPECT_LT(history[epoch].loss, history[epoch - 1].loss) << name;
    }
    EXPECT_LT(history[3].loss, 0.8 * history[0].loss) << name;
  }
}

// Buffers get different addresses in every run; this must not affect the result.
TEST(Trainer, SameSeedGivesBitIdenticalParameters) {
  const Dataset images = test::random_images(50, 20, 1);
  for (const int threads : {1, 2, 3}) {
    const std::vector<Scalar> first = train(small_denoiser(), images, threads, 7, 20);
    std::vector<Bytes> obstacles;
    for (std::size_t run = 0; run < 10; ++run) {
      obstacles.emplace_back(16 + 48 * run);
      ASSERT_EQ(train(small_denoiser(), images, threads, 7, 20), first);
    }
  }
}

TEST(Trainer, DifferentSeedsGiveDifferentParameters) {
  const Dataset images = test::random_images(50, 20, 1);
  EXPECT_NE(train(small_denoiser(), images, 1, 7, 40), train(small_denoiser(), images, 1, 8, 40));
}

TEST(Trainer, ThreadCountsAgreeWithinRounding) {
  const Dataset images = test::random_images(50, 20, 1);
  const std::vector<Scalar> one = train(small_denoiser(), images, 1, 7, 40);
  for (const int threads : {2, 3, 5}) {
    EXPECT_LT(test::relative_error(train(small_denoiser(), images, threads, 7, 40), one),
              test::tolerance(1e-3, 1e-11))
        << threads << " threads";
  }
}

// One thread processes the 20 images in three parts, three threads in one part each.
TEST(Trainer, ConvolutionsLearnFromEveryPartOfAShard) {
  Model model = preset("conv-transpose");
  model.initialise(1);
  model.spec.recipe.batch = 20;
  model.spec.recipe.noise = kStrongNoise;
  const Dataset images = test::random_images(20, kImagePixels, 1);
  EXPECT_LT(test::relative_error(train(model, images, 3, 7, 3), train(model, images, 1, 7, 3)),
            test::tolerance(1e-3, 1e-11));
}

TEST(Trainer, DetectsAnOutputThatIgnoresItsInput) {
  const Dataset digits = test::test_digits().slice(0, 320);
  const auto last_epoch = [&](std::string_view name, bool dead) {
    Model model = preset(name);
    model.initialise(1);
    // A ReLU whose input is always negative outputs 0 and never recovers.
    if (dead) std::ranges::fill(model.network.part_of(0, std::span(model.parameters)), Scalar(-1));
    model.spec.recipe = {.batch = 8};
    ThreadTeam team(2);
    Trainer trainer = take(Trainer::create(model, digits, team, 1));
    train_steps(trainer, 200);
    return EpochRecord{.explained_variance = explained_in_training(model, digits, 1, team)};
  };
  EXPECT_TRUE(is_no_better_than_mean_image(last_epoch("under-64", true)));
  EXPECT_FALSE(is_no_better_than_mean_image(last_epoch("under-64", false)));
  EXPECT_FALSE(is_no_better_than_mean_image({}));
}

TEST(Trainer, TheFirstStepMovesEveryParameterByTheLearningRate) {
  const Dataset images = test::random_images(8, 20, 1);
  Model model = small_model(20, {dense(4), kSigmoid, dense(20), kSigmoid}, 2,
                            {.learning_rate = 0.01, .batch = 8});
  const std::vector<Scalar> before = model.parameters;
  ThreadTeam team(2);
  Trainer trainer = take(Trainer::create(model, images, team, 1));
  take(trainer.step());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_NEAR(static_cast<double>(std::abs(model.parameters[i] - before[i])), 0.01, 1e-4);
  }
}

TEST(Trainer, ANonFiniteLossLeavesTheModelUnchanged) {
  const Dataset images = test::random_images(8, 20, 1);
  ThreadTeam team(2);
  for (const Scalar poison :
       {std::numeric_limits<Scalar>::quiet_NaN(), std::numeric_limits<Scalar>::infinity()}) {
    Model model = small_denoiser();
    Trainer trainer = take(Trainer::create(model, images, team, 1));
    train_steps(trainer, 1);
    model.parameters[3] = poison;  // in the first layer, before a ReLU
    const Model before = model;
    const TrainingState state = trainer.state();
    expect_refused(trainer.step(), "the loss is no longer finite", "at step 2",
                   "lower learning rate");
    EXPECT_TRUE(std::ranges::equal(model.parameters, before.parameters, [](Scalar a, Scalar b) {
      return a == b || (std::isnan(a) && std::isnan(b));
    }));
    EXPECT_EQ(trainer.state().step, state.step);
    EXPECT_EQ(trainer.state().moments.first, state.moments.first);
    EXPECT_EQ(trainer.state().epoch_loss, state.epoch_loss);
  }
}

TEST(Trainer, ReportsDivergenceUnderAHugeLearningRate) {
  const Dataset images = test::random_images(8, 20, 1);
  ThreadTeam team(1);
  Model model = small_model(20, {dense(4), kRelu, dense(4), dense(20)}, 3,
                            {.learning_rate = 1e30, .batch = 8});
  Trainer trainer = take(Trainer::create(model, images, team, 1));
  Result<double> loss = trainer.step();
  for (int step = 0; loss && step < 50; ++step) loss = trainer.step();
  if (!test::kIsDouble) expect_refused(loss, "the loss is no longer finite");
}

TEST(Trainer, RejectsModelsThatAreNotTrainedByGradientDescent) {
  const Dataset images = test::random_images(8, 784, 1);
  ThreadTeam team(1);
  Model pca = preset("pca-30"), toy = preset("toy-6-3-6");
  expect_refused(Trainer::create(pca, images, team, 1), "pca-30", "PCA, which is fitted exactly");
  expect_refused(Trainer::create(toy, test::random_images(8, 6, 1), team, 1), "toy-6-3-6",
                 "an illustration of a network");
}

TEST(Trainer, RejectsNoImagesAndImagesOfTheWrongSize) {
  ThreadTeam team(1);
  Model model = preset("under-64");
  const Dataset none, other = test::random_images(8, 100, 1);
  expect_refused(Trainer::create(model, none, team, 1), "under-64", "at least one image");
  expect_refused(Trainer::create(model, other, team, 1), "under-64", "28×28 pixels, found 100");
}

TEST(Trainer, RejectsAnInvalidRecipe) {
  const Dataset images = test::random_images(8, 784, 1);
  ThreadTeam team(1);
  Model model = preset("under-64");
  model.spec.recipe.batch = 0;
  expect_refused(Trainer::create(model, images, team, 1),
                 "batch: expected a finite number of at least 1");
}

}  // namespace
}  // namespace hourglass
