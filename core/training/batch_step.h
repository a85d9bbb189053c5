// What a batch does to the parameters: every member of the team loads, corrupts, and passes its
// shard forward and back; then every member moves a share of the parameters by Adam.
//
// A dense layer's gradients are computed in that second half, from all shards and some outputs at a
// time, so that they are used up in cache and never written to memory: an eighth less time for a
// step of deep-30 with batches of 32. A convolution's, which are few, are summed from blocks that
// the shards wrote. Sums have a fixed order: for one team size a run is reproducible bit for bit.
#pragma once

#include <limits>
#include <vector>

#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/model.h"
#include "core/nn/adam.h"

namespace hourglass {

class BatchStep {
 public:
  // Both must outlive the step.
  BatchStep(Model& model, ThreadTeam& team);

  // Passes the images of these numbers forward and back by the model's recipe; returns the batch's
  // mean loss. Image i draws its noise from the generator of (seed, kNoise, first_draw + i).
  double run(const Dataset& images, std::span<const std::uint32_t> numbers, std::uint64_t seed,
             std::uint64_t first_draw);

  // Moves the parameters against the gradients of the batch that was run last.
  void update(AdamMoments& moments, const AdamStep& adam);

 private:
  struct Shard {
    Workspace workspace;
    Matrix target;
    AlignedBlock gradients;         // of the layers that have none by output
    AlignedBlock output_gradients;  // of a few outputs of one layer
    double loss = 0;                // this shard's part of the batch's mean loss

    std::span<Scalar> gradient_block() {
      return {gradients.data(), static_cast<std::size_t>(gradients.size())};
    }
  };

  // Where a layer's weights begin in the block of parameters, its biases, and the next layer.
  struct ParameterRange {
    std::size_t layer = 0;
    std::size_t weights = 0;
    std::size_t biases = 0;
    std::size_t end = 0;
    bool by_output = false;  // see Layer::has_gradients_by_output
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

  struct Movement {
    AdamMoments& moments;
    const AdamStep& adam;
  };

  void run_shard(Shard& shard, const Images& images);
  void run_part(Shard& shard, const Images& images);
  void update_outputs(const ParameterRange& range, int member, const Movement& movement);
  void update_summed(const ParameterRange& range, int member, const Movement& movement);
  void move(const Movement& movement, std::size_t first, std::span<const Scalar> gradients,
            bool decays);

  Model* model_;
  ThreadTeam* team_;
  std::vector<Shard> shards_;
  std::size_t active_shards_ = 0;  // of the batch that was run last
  std::vector<ParameterRange> ranges_;
  // Gradients by output are computed from all images of a shard, others part by part.
  std::size_t images_at_a_time_ = std::numeric_limits<std::size_t>::max();
};

}  // namespace hourglass
