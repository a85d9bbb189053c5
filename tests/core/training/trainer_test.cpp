#include "core/training/trainer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "core/data/batch.h"
#include "core/training/metrics.h"
#include "tests/core/gradient.h"

namespace hourglass {
namespace {

using test::dense;
using test::expect_refused;
using test::kRelu;
using test::kSigmoid;
using test::preset;
using test::small_model;
using test::take;

const Noise kStrongNoise{.kind = NoiseKind::kGaussian, .level = 0.9};

// A learning rate too small to change the model, so that all losses are those of one model.
constexpr double kNoLearning = 1e-30;

double train_steps(Trainer& trainer, int steps) {
  double loss = 0;
  for (int i = 0; i < steps; ++i) {
    loss = take(trainer.step());
    if (trainer.at_epoch_end()) trainer.finish_epoch(loss);
  }
  return loss;
}

// The parameters after training for some steps with this seed.
std::vector<Scalar> train(Model model, const Dataset& images, int threads, std::uint64_t seed,
                          int steps) {
  ThreadTeam team(threads);
  Trainer trainer = take(Trainer::create(model, images, team, seed));
  train_steps(trainer, steps);
  return model.parameters;
}

Model small_denoiser() {
  return small_model(20, {dense(16), kRelu, dense(8), kRelu, dense(20), kSigmoid}, 4,
                     {.learning_rate = 0.01, .batch = 8, .noise = kStrongNoise, .l1 = 1e-3});
}

// A model whose recipe uses every option.
Model small_with_every_option() {
  Model model = small_denoiser();
  model.spec.recipe.epochs = 3;
  model.spec.recipe.schedule = Schedule::kCosine;
  model.spec.recipe.warmup = 0.4;
  model.spec.recipe.weight_decay = 0.5;
  model.spec.recipe.early_stopping = 2;
  return model;
}

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

void expect_exact_resumption(const Model& fresh) {
  const Dataset images = test::random_images(50, 20, 1);
  for (const int threads : {1, 2}) {
    ThreadTeam team(threads);
    for (const int interruption : {1, 3, 7, 10, 14}) {  // an epoch has 7 steps
      Model model = fresh;
      TrainingState state;
      {
        Trainer first = take(Trainer::create(model, images, team, 7));
        train_steps(first, interruption);
        state = first.state();
      }
      Trainer second = take(Trainer::create(model, images, team, 1));
      take(second.restore(state));
      train_steps(second, 20 - interruption);

      Model whole = fresh;
      Trainer uninterrupted = take(Trainer::create(whole, images, team, 7));
      train_steps(uninterrupted, 20);
      EXPECT_EQ(model.parameters, whole.parameters) << interruption;
      EXPECT_EQ(second.state().history, uninterrupted.state().history) << interruption;
      EXPECT_EQ(second.state().epoch_loss, uninterrupted.state().epoch_loss) << interruption;
      second.keep_best();
      uninterrupted.keep_best();
      EXPECT_EQ(second.state().best_epoch, uninterrupted.state().best_epoch) << interruption;
      EXPECT_EQ(model.parameters, whole.parameters) << interruption;
    }
  }
}

TEST(Trainer, ResumesMidEpochBitForBit) { expect_exact_resumption(small_denoiser()); }

TEST(Trainer, ResumesEveryOptionMidScheduleBitForBit) {
  expect_exact_resumption(small_with_every_option());
}

TEST(Trainer, UsesTheScheduledLearningRate) {
  const Dataset images = test::random_images(8, 20, 1);
  Model model = small_model(20, {dense(4), kSigmoid, dense(20), kSigmoid}, 2,
                            {.learning_rate = 0.01, .batch = 8, .epochs = 10, .warmup = 0.4});
  const std::vector<Scalar> before = model.parameters;
  ThreadTeam team(2);
  Trainer trainer = take(Trainer::create(model, images, team, 1));
  EXPECT_DOUBLE_EQ(trainer.learning_rate(0), 0.002);  // the first of four warm-up steps
  EXPECT_DOUBLE_EQ(trainer.learning_rate(4), 0.01);
  take(trainer.step());
  for (std::size_t i = 0; i < before.size(); ++i) {  // Adam's first step equals the rate
    EXPECT_NEAR(static_cast<double>(std::abs(model.parameters[i] - before[i])), 0.002, 2e-5);
  }
}

void expect_decay_of_weights_alone(const Model& fresh) {
  const Dataset images = test::random_images(8, fresh.network.input_size(), 1);
  const auto stepped = [&](double weight_decay) {
    Model model = fresh;
    model.spec.recipe.learning_rate = 0.1;
    model.spec.recipe.weight_decay = weight_decay;
    std::ranges::fill(model.parameters, Scalar(2));
    ThreadTeam team(3);
    take(take(Trainer::create(model, images, team, 1)).step());
    return model;
  };
  const Model free = stepped(0), decayed = stepped(0.5);
  std::size_t index = 0;
  for (std::size_t layer = 0; layer < free.network.layer_count(); ++layer) {
    for (const ParameterTensor& tensor : free.network.layer(layer).parameter_tensors()) {
      const double expected = tensor.name == "weight" ? 0.1 * 0.5 * 2 : 0;
      for (const std::size_t end = index + tensor.size(); index < end; ++index) {
        EXPECT_NEAR(static_cast<double>(free.parameters[index] - decayed.parameters[index]),
                    expected, 1e-6);
      }
    }
  }
}

TEST(Trainer, DecaysWeightsButNotBiases) {
  expect_decay_of_weights_alone(
      small_model(20, {dense(4), kSigmoid, dense(20), kSigmoid}, 2, {.batch = 8}));
  expect_decay_of_weights_alone(preset("conv-transpose"));
}

TEST(Trainer, StopsWhenPatienceRunsOutAndKeepsTheBestEpoch) {
  const Dataset images = test::random_images(8, 20, 1);
  Model model = small_denoiser();
  model.spec.recipe.epochs = 100;
  model.spec.recipe.early_stopping = 2;
  ThreadTeam team(1);
  Trainer trainer = take(Trainer::create(model, images, team, 1));
  std::vector<Scalar> best;
  for (const double validation : {0.5, 0.4, 0.3, 0.35, 0.3}) {
    EXPECT_FALSE(trainer.is_finished());
    take(trainer.step());
    trainer.finish_epoch(validation);
    if (trainer.epochs_done() == 3) best = model.parameters;
  }
  EXPECT_TRUE(trainer.is_finished());
  EXPECT_EQ(trainer.state().best_epoch, 3U);
  EXPECT_NE(model.parameters, best);
  trainer.keep_best();
  EXPECT_EQ(model.parameters, best);
}

TEST(Trainer, RunsEveryEpochWithoutEarlyStopping) {
  const Dataset images = test::random_images(8, 20, 1);
  Model model = small_denoiser();
  model.spec.recipe.epochs = 5;
  ThreadTeam team(1);
  Trainer trainer = take(Trainer::create(model, images, team, 1));
  for (const double validation : {0.1, 0.2, 0.3, 0.4, 0.5}) {
    EXPECT_FALSE(trainer.is_finished());
    take(trainer.step());
    trainer.finish_epoch(validation);
  }
  EXPECT_TRUE(trainer.is_finished());
  const std::vector<Scalar> last = model.parameters;
  trainer.keep_best();
  EXPECT_EQ(model.parameters, last);
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

TEST(Trainer, RestoringAStateReshufflesWithItsSeed) {
  const Dataset images = test::random_images(50, 20, 1);
  ThreadTeam team(1);
  Model model = small_denoiser();
  Trainer trainer = take(Trainer::create(model, images, team, 1));
  const TrainingState beginning = trainer.state();
  train_steps(trainer, 1);
  TrainingState other = beginning;
  other.seed = 7;
  model = small_denoiser();
  take(trainer.restore(other));
  train_steps(trainer, 2);
  EXPECT_EQ(model.parameters, train(small_denoiser(), images, 1, 7, 2));
}

// An epoch's loss is the mean over all images, including the partial last batch of 2.
TEST(Trainer, AnEpochCoversEveryImageOnce) {
  const Dataset images = test::random_images(50, 20, 1);
  Model model = small_denoiser();
  model.spec.recipe = {.learning_rate = kNoLearning, .batch = 8};
  ThreadTeam team(2);
  Trainer trainer = take(Trainer::create(model, images, team, 1));
  EXPECT_EQ(trainer.steps_per_epoch(), 7);
  for (int epoch = 1; epoch <= 2; ++epoch) {
    for (int step = 1; step <= 7; ++step) {
      take(trainer.step());
      EXPECT_EQ(trainer.at_epoch_end(), step == 7);
    }
    EXPECT_EQ(trainer.epochs_done(), epoch);
    trainer.finish_epoch(0.25);
  }
  const Metrics metrics = take(evaluate(model, images, {}, team));
  ASSERT_EQ(trainer.state().history.size(), 2U);
  for (const EpochRecord& record : trainer.state().history) {
    EXPECT_NEAR(record.loss, metrics.mse, metrics.mse * test::tolerance(1e-6, 1e-14));
    EXPECT_EQ(record.validation_loss, 0.25);
  }
  EXPECT_EQ(trainer.state().epoch_loss, 0);
}

// The last batch of an epoch is a single image; its loss is the mean over that image alone.
TEST(Trainer, APartialBatchAveragesOverItsOwnImages) {
  const Dataset images = test::random_images(9, 20, 1);
  Model model = small_denoiser();
  model.spec.recipe = {.learning_rate = kNoLearning, .batch = 8};
  ThreadTeam team(2);
  Trainer trainer = take(Trainer::create(model, images, team, 1));
  const double first = take(trainer.step()), last = take(trainer.step());
  const double all = take(evaluate(model, images, {}, team)).mse;
  EXPECT_NEAR((8 * first + last) / 9, all, all * test::tolerance(1e-6, 1e-14));
  EXPECT_GT(last, all / 3);
}

TEST(Trainer, TrainsOnBatchesSmallerThanTheTeam) {
  const Dataset images = test::random_images(2, 20, 1);
  Model model = small_denoiser();
  const std::vector<Scalar> one = train(model, images, 1, 7, 5);
  EXPECT_LT(test::relative_error(train(model, images, 4, 7, 5), one), test::tolerance(1e-4, 1e-12));
}

TEST(Trainer, ABatchLargerThanTheDatasetUsesAllOfIt) {
  const Dataset images = test::random_images(3, 20, 1);
  Model model = small_denoiser();
  model.spec.recipe.batch = std::numeric_limits<int>::max();
  ThreadTeam team(1);
  Trainer trainer = take(Trainer::create(model, images, team, 1));
  EXPECT_EQ(trainer.steps_per_epoch(), 1);
  train_steps(trainer, 2);
  EXPECT_EQ(trainer.epochs_done(), 2);
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

TEST(Trainer, TheL1PenaltyShrinksCodes) {
  const Dataset digits = test::test_digits().slice(0, 640);
  std::vector<Scalar> pixels(digits.pixels.size());
  bytes_to_pixels(digits.pixels, pixels);
  const auto mean_code = [&](double l1) {
    Model model =
        small_model(784, {dense(64), kRelu, dense(784), kSigmoid}, 2, {.batch = 32, .l1 = l1});
    ThreadTeam team(2);
    Trainer trainer = take(Trainer::create(model, digits, team, 1));
    train_steps(trainer, 60);
    const std::vector<Scalar> codes = take(encode(model, pixels));
    return static_cast<double>(Eigen::Map<const Eigen::Array<Scalar, Eigen::Dynamic, 1>>(
                                   codes.data(), static_cast<Eigen::Index>(codes.size()))
                                   .abs()
                                   .mean());
  };
  const double free = mean_code(0), light = mean_code(1e-4), heavy = mean_code(1e-2);
  EXPECT_LT(light, free);
  EXPECT_LT(heavy, 0.5 * light);
}

// Doubling the batch does not change the penalty; doubling the units doubles it.
TEST(Trainer, TheL1PenaltyIsASumOverUnitsAndAMeanOverImages) {
  const auto penalty = [](std::size_t images, int units) {
    Model model = small_model(20, {dense(units), dense(20)}, 1,
                              {.learning_rate = kNoLearning, .batch = 64, .l1 = 0.5});
    // All codes are 3, all outputs 0.
    std::ranges::fill(model.parameters, Scalar(0));
    const std::span<Scalar> encoder = model.network.part_of(0, std::span(model.parameters));
    std::ranges::fill(encoder.last(static_cast<std::size_t>(units)), Scalar(3));
    const Dataset black{.pixels_per_image = 20, .pixels = Bytes(images * 20)};
    ThreadTeam team(2);
    return take(take(Trainer::create(model, black, team, 1)).step());
  };
  EXPECT_DOUBLE_EQ(penalty(4, 2), 0.5 * 2 * 3);
  EXPECT_DOUBLE_EQ(penalty(8, 2), 0.5 * 2 * 3);
  EXPECT_DOUBLE_EQ(penalty(8, 4), 0.5 * 4 * 3);
}

// If all parameters are 0, all outputs are ½, so the loss depends on the target alone.
TEST(Trainer, NoiseNeverTouchesTheTarget) {
  const Dataset images = test::random_images(16, 20, 1);
  const auto loss = [&](const Noise& noise, bool of_zeros) {
    Model model =
        small_model(20, {dense(8), kRelu, dense(20), kSigmoid}, 2, {.batch = 16, .noise = noise});
    if (of_zeros) std::ranges::fill(model.parameters, Scalar(0));
    ThreadTeam team(1);
    return take(take(Trainer::create(model, images, team, 1)).step());
  };
  for (const NoiseKind kind : {NoiseKind::kGaussian, NoiseKind::kMasking, NoiseKind::kSaltPepper}) {
    const Noise noise{.kind = kind, .level = 0.9};
    EXPECT_EQ(loss(noise, true), loss({}, true));
    EXPECT_NE(loss(noise, false), loss({}, false)) << "no noise on the input";
  }
}

TEST(Trainer, NoiseIsRedrawnInEveryEpoch) {
  const Dataset images = test::random_images(16, 20, 1);
  Model model = small_model(20, {dense(8), kRelu, dense(20), kSigmoid}, 2,
                            {.learning_rate = kNoLearning, .batch = 16, .noise = kStrongNoise});
  ThreadTeam team(1);
  Trainer trainer = take(Trainer::create(model, images, team, 1));
  const double first = take(trainer.step());
  EXPECT_GT(std::abs(take(trainer.step()) - first), 1e-6);
}

TEST(Trainer, RejectsModelsThatAreNotTrainedByGradients) {
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
  expect_refused(Trainer::create(model, other, team, 1), "under-64", "784 pixels, found 100");
}

TEST(Trainer, RejectsAnInvalidRecipe) {
  const Dataset images = test::random_images(8, 784, 1);
  ThreadTeam team(1);
  Model model = preset("under-64");
  model.spec.recipe.batch = 0;
  expect_refused(Trainer::create(model, images, team, 1),
                 "batch: expected a finite number of at least 1");
}

TEST(Trainer, RejectsTheStateOfAnotherRun) {
  const Dataset images = test::random_images(50, 20, 1);
  ThreadTeam team(1);
  Model model = small_denoiser();
  Trainer trainer = take(Trainer::create(model, images, team, 1));
  TrainingState without_moments = trainer.state(), other_images = trainer.state();
  without_moments.moments = {};
  other_images.images = 49;
  expect_refused(trainer.restore(without_moments), "expected Adam's moments", "found 0");
  expect_refused(trainer.restore(other_images), "the 49 training images", "found 50");
}

// Files larger than memory are read one window ahead, even when a run is resumed.
TEST(Trainer, AnnouncesTheImagesOfTheNextWindow) {
  constexpr std::size_t kCount = 3 * kShuffleWindow + 100;
  const auto owner = std::make_shared<const test::CountingOwner>(Bytes(kCount));
  const Dataset images{.pixels_per_image = 1, .pixels = {owner->bytes(), owner}};
  Model model = small_model(1, {dense(1), dense(1)}, 1, {.batch = int{kShuffleWindow} / 2});
  ThreadTeam team(2);
  Trainer trainer = take(Trainer::create(model, images, team, 1));
  take(trainer.step());
  take(trainer.step());
  EXPECT_EQ(owner->announced / kShuffleWindow, 2U);
  take(trainer.step());
  EXPECT_GE(owner->announced, 3 * kShuffleWindow);
  const std::size_t before = owner->announced;
  take(trainer.restore(trainer.state()));
  take(trainer.step());
  EXPECT_EQ((owner->announced - before) / kShuffleWindow, 2U);
}

}  // namespace
}  // namespace hourglass
