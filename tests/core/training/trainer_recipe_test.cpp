// Tests that the trainer does what each option of a recipe says.
#include <algorithm>
#include <cmath>

#include "core/data/batch.h"
#include "core/data/pixels.h"
#include "tests/core/training/training_runs.h"

namespace hourglass {
namespace {

using test::dense;
using test::kNoLearning;
using test::kRelu;
using test::kSigmoid;
using test::kStrongNoise;
using test::preset;
using test::small_model;
using test::take;
using test::train_steps;

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
    const Dataset black{.shape = {20}, .pixels = Bytes(images * 20)};
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

}  // namespace
}  // namespace hourglass
