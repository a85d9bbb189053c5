// Tests that a run which was interrupted continues as if it had not been.
#include "tests/core/training/training_runs.h"

namespace hourglass {
namespace {

using test::expect_refused;
using test::small_denoiser;
using test::take;
using test::train;
using test::train_steps;

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

TEST(Trainer, ResumesGradientDescentWithMomentumBitForBit) {
  Model model = small_with_every_option();
  model.spec.recipe.optimizer = Optimizer::kSgd;
  expect_exact_resumption(model);
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

TEST(Trainer, RejectsTheStateOfAnotherRun) {
  const Dataset images = test::random_images(50, 20, 1);
  ThreadTeam team(1);
  Model model = small_denoiser();
  Trainer trainer = take(Trainer::create(model, images, team, 1));
  TrainingState without_moments = trainer.state(), other_images = trainer.state();
  without_moments.moments = {};
  other_images.images = 49;
  expect_refused(trainer.restore(without_moments), "expected the optimiser's moments", "found 0");
  expect_refused(trainer.restore(other_images), "the 49 training images", "found 50");
}

}  // namespace
}  // namespace hourglass
