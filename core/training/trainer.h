// Training by a model's recipe, step by step: serves the command line, the page and the tests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/model.h"
#include "core/nn/adam.h"
#include "core/training/batch_step.h"

namespace hourglass {

struct EpochRecord {
  double loss = 0;  // mean training loss over the epoch, penalty included
  std::optional<double> validation_loss{};
  // 1 − Σ squared error / Σ ‖image − mean image‖² of the first training images after the epoch, as
  // noisy as in training; files of older versions lack it.
  std::optional<double> explained_variance{};

  bool operator==(const EpochRecord&) const = default;
};

// Whether the output after the epoch was no better than printing the mean image for every input: it
// explains less than 1 % of the variance, as all-black and all constant outputs do.
bool is_no_better_than_mean_image(const EpochRecord& record);

// What a run took from its command line, kept with its state so that it goes on in the same way. A
// program that trains from files fills it in; the core only stores it.
struct RunRecord {
  std::uint32_t pixels_crc32 = 0;  // of all images, those held out among them
  // How an interrupted run goes on; a finished one, which may be extended, leaves these empty.
  std::string data{};           // the folder that the images came from
  std::string out{};            // the name of the file to write, without its folder
  std::string log{};            // the table of losses, where there is one
  bool float16 = false;         // how the weights are written in the end
  bool keep_optimizer = false;  // whether Adam's moments are written in the end

  bool operator==(const RunRecord&) const = default;
};

// Everything that continues a run exactly. With the seed, the step is also the state of the
// generator, whose draws are addressed (see Random).
struct TrainingState {
  std::uint64_t seed = 1;
  std::int64_t step = 0;              // batches done
  std::size_t images = 0;             // trained on
  std::size_t validation_images = 0;  // held out
  int threads = 1;
  double epoch_loss = 0;  // Σ loss · images of the epoch under way
  std::vector<EpochRecord> history{};
  // Where the recipe stops early: the epoch of the least validation loss so far, counted from 1 (0:
  // none yet), and its parameters; a finished model holds those and leaves this empty.
  std::size_t best_epoch = 0;
  std::vector<Scalar> best_parameters{};
  AdamMoments moments{};           // empty where a finished model keeps weights only
  std::optional<RunRecord> run{};  // none where no program kept one
};

// The record of the epoch whose parameters the model holds; nothing before the first has ended.
std::optional<EpochRecord> outcome(const TrainingState& state);

class Trainer {
 public:
  // Trains `model` by its recipe on `images`, both of which must outlive the trainer, from the
  // beginning. Refused: no images, images of another size, and a model that is not trained by
  // gradients.
  static Result<Trainer> create(Model& model, const Dataset& images, ThreadTeam& team,
                                std::uint64_t seed);

  // Continues a run whose parameters are in the model. Refused: a state of another number of images
  // or without moments.
  Result<void> restore(TrainingState state);

  // One batch; returns its loss. Refused, with the model as it was: a loss that is not finite.
  Result<double> step();

  // Adds the record of the epoch that has just ended to the history.
  void finish_epoch(std::optional<double> validation_loss);

  // Whether the recipe's epochs are done or its patience is at an end.
  bool is_finished() const;

  // Gives the model the parameters of the best epoch, where the recipe stops early.
  void keep_best();

  const TrainingState& state() const { return state_; }
  std::int64_t steps_per_epoch() const;
  std::int64_t epochs_done() const { return state_.step / steps_per_epoch(); }

  // Of Adam at a step counted from 0, by the recipe's schedule.
  double learning_rate(std::int64_t step) const;
  std::int64_t steps() const { return steps_per_epoch() * model_->spec.recipe.epochs; }
  bool at_epoch_end() const { return state_.step > 0 && state_.step % steps_per_epoch() == 0; }

 private:
  Trainer(Model& model, const Dataset& images, ThreadTeam& team, std::uint64_t seed);

  std::span<const std::uint32_t> next_batch();
  void announce_up_to(std::size_t end);

  Model* model_;
  const Dataset* images_;
  ThreadTeam* team_;
  BatchStep batch_step_;
  TrainingState state_;
  std::vector<std::uint32_t> order_;  // of the epoch under way
  std::int64_t order_epoch_ = -1;
  std::size_t announced_ = 0;  // images of the order
};

}  // namespace hourglass
