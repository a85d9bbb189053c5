// Training by a model's recipe, step by step, for the command line, the page and the tests.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/model.h"
#include "core/training/batch_step.h"

namespace hourglass {

struct EpochRecord {
  double loss = 0;  // mean training loss over the epoch, including the L1 penalty
  std::optional<double> validation_loss{};
  // See explained_in_training; files of older versions lack it.
  std::optional<double> explained_variance{};

  bool operator==(const EpochRecord&) const = default;
};

// True if the output after the epoch was no better than predicting the mean image for every input:
// if it explains less than 1 % of the variance, as an all-black or other constant output does.
bool is_no_better_than_mean_image(const EpochRecord& record);

// The command-line settings of a run, stored with its state so that it can be resumed in the same
// way. Programs that train from files fill it in; the core only stores it.
struct RunRecord {
  // Of all images, including held-out ones; 0 if unknown. Finished files keep it, so that runs on
  // other images are told apart.
  std::uint32_t pixels_crc32 = 0;
  // What resuming an interrupted run needs; empty in a finished run, which may be extended.
  std::string data{};           // the folder that the images came from
  std::string out{};            // the name of the file to write, without its folder
  std::string log{};            // the table of losses, if there is one
  bool float16 = false;         // whether the final weights are written in half precision
  bool keep_optimizer = false;  // whether the optimiser's moments are written with them

  bool operator==(const RunRecord&) const = default;
};

// Everything needed to resume a run exactly. Random needs no state beyond the seed and the step.
struct TrainingState {
  std::uint64_t seed = 1;
  std::int64_t step = 0;              // batches done
  std::size_t images = 0;             // training images
  std::size_t validation_images = 0;  // held-out images
  int threads = 1;                    // of all processes
  double epoch_loss = 0;              // Σ loss · images of the current epoch
  std::vector<EpochRecord> history{};
  // With early stopping: the epoch with the lowest validation loss so far, counted from 1 (0: none
  // yet), and its parameters. A finished model has these parameters itself, and this copy is empty.
  std::size_t best_epoch = 0;
  std::vector<Scalar> best_parameters{};
  Moments moments{};               // empty if a finished model keeps weights only
  std::optional<RunRecord> run{};  // not set if no program filled it in
};

// The record of the epoch whose parameters the model has; nothing before the first epoch has ended.
std::optional<EpochRecord> outcome(const TrainingState& state);

class Trainer {
 public:
  // Starts training `model` from scratch on `images` by its recipe; both must outlive the trainer.
  // Returns an error if check_images does, or if the model is not trained by gradient descent.
  static Result<Trainer> create(Model& model, const Dataset& images, ThreadTeam& team,
                                std::uint64_t seed);

  // The same with a step of the caller's, which trains this model.
  static Result<Trainer> create(Model& model, const Dataset& images,
                                std::unique_ptr<BatchStep> batch_step, std::uint64_t seed);

  // Continues a run whose parameters are already in the model. Returns an error if the state has a
  // different number of images or no moments.
  Result<void> restore(TrainingState state);

  // Changes the settings of all further steps. If the batch size changes, the current epoch starts
  // again. Returns an error and changes nothing if check_recipe does.
  Result<void> change_recipe(const Recipe& recipe);

  // Trains on one batch and returns its loss. If the loss is not finite, returns an error and
  // leaves the model unchanged.
  Result<double> step();

  // Adds the record of the epoch that has just ended to the history, with what the caller measured.
  void finish_epoch(std::optional<double> validation_loss,
                    std::optional<double> explained_variance = {});

  // True if all epochs are done or early stopping applies.
  bool is_finished() const;

  // Gives the model the parameters of the best epoch, if the recipe uses early stopping.
  void keep_best();

  const TrainingState& state() const { return state_; }
  std::int64_t steps_per_epoch() const;
  std::int64_t epochs_done() const { return state_.step / steps_per_epoch(); }

  // The learning rate at this step (counted from 0), by the recipe's schedule.
  double learning_rate(std::int64_t step) const;
  std::int64_t steps() const { return steps_per_epoch() * model_->spec.recipe.epochs; }
  bool at_epoch_end() const { return state_.step > 0 && state_.step % steps_per_epoch() == 0; }

 private:
  Trainer(Model& model, const Dataset& images, std::unique_ptr<BatchStep> batch_step,
          std::uint64_t seed);

  std::span<const std::uint32_t> next_batch();
  void announce_up_to(std::size_t end);

  Model* model_;
  const Dataset* images_;
  std::unique_ptr<BatchStep> batch_step_;
  TrainingState state_;
  std::vector<std::uint32_t> order_;  // of the current epoch
  std::int64_t order_epoch_ = -1;
  std::size_t announced_ = 0;  // how many images of order_ have been announced
};

}  // namespace hourglass
