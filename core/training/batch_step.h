// One training step on a batch: every member of the team loads and corrupts its shard and passes it
// forward and backward; then every member updates a share of the parameters.
//
// A dense layer's gradients are computed in the second half, from all shards and a block of rows at
// a time, so that they are used while in cache and never written to memory. A convolution has few
// gradients; each shard writes its own and they are then summed. Sums have a fixed order: for a
// given team size, a run is reproducible bit for bit.
#pragma once

#include <limits>
#include <vector>

#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/pass.h"
#include "core/training/objective.h"
#include "core/training/optimizer_step.h"

namespace hourglass {

class BatchStep {
 public:
  // Both arguments must outlive the step.
  BatchStep(Model& model, ThreadTeam& team) : BatchStep(model, team, 0, team.size()) {}
  virtual ~BatchStep() = default;
  BatchStep(const BatchStep&) = delete;
  BatchStep& operator=(const BatchStep&) = delete;

  // The number of shards that a batch is divided into: the threads of all processes.
  int shard_count() const { return shard_count_; }

  // Passes the images at the indices `numbers` forward and backward, following the model's recipe,
  // and returns the batch's mean loss. The i-th of these images draws noise from the generator of
  // (seed, kNoise, first_draw + i).
  virtual double run(const Dataset& images, std::span<const std::uint32_t> numbers,
                     std::uint64_t seed, std::uint64_t first_draw);

  // Updates the parameters with the gradients of the batch of the last run().
  virtual void update(Moments& moments, const OptimizerStep& optimizer);

 protected:
  struct Shard {
    PassBatch batch;
    AlignedBlock gradients;      // of layers with a single gradient row
    AlignedBlock row_gradients;  // of a block of rows of one layer
    double loss = 0;             // this shard's part of the batch's mean loss

    std::span<Scalar> gradient_block() {
      return {gradients.data(), static_cast<std::size_t>(gradients.size())};
    }
  };

  // Where a layer's weights and biases begin in the parameter block, and where the layer ends.
  struct ParameterRange {
    std::size_t layer = 0;
    std::size_t weights = 0;
    std::size_t biases = 0;
    std::size_t end = 0;
    bool by_rows = false;  // see Layer::gradient_rows
  };

  // A batch, or a part of one.
  struct Images {
    const Dataset& dataset;
    std::span<const std::uint32_t> numbers;
    std::size_t batch_size;
    std::uint64_t seed;
    std::uint64_t first_draw;

    Images part(std::size_t first, std::size_t count) const;
  };

  struct Update {
    Moments& moments;
    const OptimizerStep& optimizer;
  };

  // For a process that computes only some of a batch's shards: one per member of its team, from
  // number first_shard on.
  BatchStep(Model& model, ThreadTeam& team, int first_shard, int shard_count);

  // Passes this process's shards forward and backward.
  void run_shards(const Images& batch);

  // Adds this process's shards' gradients of some rows of a layer, from `output` on: of as many
  // whole rows of weights and as many biases as the spans hold.
  void add_row_gradients(const ParameterRange& range, std::size_t output, std::span<Scalar> weights,
                         std::span<Scalar> biases);

  void apply(const Update& update, std::size_t first, std::span<const Scalar> gradients,
             bool decays);

  // Weight rows per block of gradients: a multiple of every tile height in matmul.cpp, and enough
  // rows to be worth packing images for. With 784 inputs the block takes 150 kB.
  static constexpr std::size_t kRowBlock = 48;

  Model* model_;
  ThreadTeam* team_;
  std::vector<Shard> shards_;      // of this process
  std::size_t active_shards_ = 0;  // of this process and the last batch
  std::vector<ParameterRange> ranges_;

 private:
  void run_shard(Shard& shard, const Images& images);
  void run_part(Shard& shard, const Images& images);
  void backward(Shard& shard, std::size_t first, std::size_t last);
  void update_by_rows(const ParameterRange& range, int member, const Update& update);
  void update_from_shards(const ParameterRange& range, int member, const Update& update);

  int first_shard_;
  int shard_count_;
  Objective objective_;
  // Row gradients need a whole shard at once; networks without them process it in chunks.
  std::size_t chunk_size_ = std::numeric_limits<std::size_t>::max();
};

}  // namespace hourglass
