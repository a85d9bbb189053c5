// Short training runs that the tests of the trainer share.
#pragma once

#include <cstdint>
#include <vector>

#include "core/training/trainer.h"
#include "tests/core/support.h"

namespace hourglass::test {

inline const Noise kStrongNoise{.kind = NoiseKind::kGaussian, .level = 0.9};

// A learning rate too small to change the model, so that all losses are those of one model.
inline constexpr double kNoLearning = 1e-30;

inline double train_steps(Trainer& trainer, int steps) {
  double loss = 0;
  for (int i = 0; i < steps; ++i) {
    loss = take(trainer.step());
    if (trainer.at_epoch_end()) trainer.finish_epoch(loss);
  }
  return loss;
}

// The parameters after training for some steps with this seed.
inline std::vector<Scalar> train(Model model, const Dataset& images, int threads,
                                 std::uint64_t seed, int steps) {
  ThreadTeam team(threads);
  Trainer trainer = take(Trainer::create(model, images, team, seed));
  train_steps(trainer, steps);
  return model.parameters;
}

inline Model small_denoiser() {
  return small_model(20, {dense(16), kRelu, dense(8), kRelu, dense(20), kSigmoid}, 4,
                     {.learning_rate = 0.01, .batch = 8, .noise = kStrongNoise, .l1 = 1e-3});
}

}  // namespace hourglass::test
