// Tests how the trainer goes through the images of an epoch, and when it stops.
#include <limits>
#include <memory>

#include "core/data/epoch_order.h"
#include "core/training/metrics.h"
#include "tests/core/training/training_runs.h"

namespace hourglass {
namespace {

using test::dense;
using test::kNoLearning;
using test::small_denoiser;
using test::small_model;
using test::take;
using test::train;
using test::train_steps;

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

// Files larger than memory are read one window ahead, even when a run is resumed.
TEST(Trainer, AnnouncesTheImagesOfTheNextWindow) {
  constexpr std::size_t kCount = 3 * kShuffleWindow + 100;
  const auto owner = std::make_shared<const test::CountingOwner>(Bytes(kCount));
  const Dataset images{.shape = {1}, .pixels = {owner->bytes(), owner}};
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

}  // namespace
}  // namespace hourglass
