// The one training step: serves the command line, the page and the tests.
//
// A batch is split over the team: every member loads, corrupts, and passes its shard forward and
// back into a gradient block of its own; then every member sums a range of those blocks in a fixed
// order and moves that range of the parameters by Adam. For a fixed team size a run is reproducible
// bit for bit.
#pragma once

#include <optional>
#include <vector>

#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/model.h"
#include "core/nn/adam.h"

namespace hourglass {

struct EpochRecord {
  double loss = 0;  // mean training loss over the epoch, penalty included
  std::optional<double> validation_loss{};

  bool operator==(const EpochRecord&) const = default;
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
  AdamMoments moments{};  // empty where a finished model keeps weights only
};

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

  const TrainingState& state() const { return state_; }
  std::int64_t steps_per_epoch() const;
  std::int64_t epochs_done() const { return state_.step / steps_per_epoch(); }
  bool at_epoch_end() const { return state_.step > 0 && state_.step % steps_per_epoch() == 0; }

 private:
  struct Shard {
    Workspace workspace;
    Matrix target;
    AlignedBlock gradients;
    double loss = 0;  // this shard's part of the batch's mean loss

    std::span<Scalar> gradient_block() {
      return {gradients.data(), static_cast<std::size_t>(gradients.size())};
    }
  };

  Trainer(Model& model, const Dataset& images, ThreadTeam& team, std::uint64_t seed);

  std::span<const std::uint32_t> next_batch();
  void run_shard(Shard& shard, std::span<const std::uint32_t> numbers, std::size_t batch_size,
                 std::uint64_t first_draw);
  void update_range(int member, int active_shards);

  Model* model_;
  const Dataset* images_;
  ThreadTeam* team_;
  TrainingState state_;
  std::vector<Shard> shards_;
  std::vector<std::uint32_t> order_;  // of the epoch under way
  std::int64_t order_epoch_ = -1;
};

}  // namespace hourglass
