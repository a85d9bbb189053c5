// One training step that several processes do together. The shards of a batch are numbered over
// the threads of all ranks, and their gradients are summed in the order of these numbers, so R
// ranks with T threads each compute exactly what one process with R·T threads does.
//
// Every rank has all parameters and moments, and updates them in the same way.
#pragma once

#include "core/compute/ranks.h"
#include "core/training/batch_step.h"

namespace hourglass {

class RankedStep final : public BatchStep {
 public:
  // All arguments must outlive the step. Every rank's team must have the same size.
  RankedStep(Model& model, ThreadTeam& team, Ranks& ranks);

  double run(const Dataset& images, std::span<const std::uint32_t> numbers, std::uint64_t seed,
             std::uint64_t first_draw) override;
  void update(Moments& moments, const OptimizerStep& optimizer) override;

 private:
  // A part of the gradients that goes from rank to rank as one message.
  struct Block {
    const ParameterRange* range;
    std::size_t begin;  // in the parameter block
    std::size_t end;
  };

  void divide(const ParameterRange& range);
  void add(const Block& block, int member);
  void add_rows(const Block& block, int member);
  void add_from_shards(const Block& block, int member);
  std::span<Scalar> sums(std::size_t begin, std::size_t end) {
    return std::span(gradients_.data(), end).subspan(begin);
  }

  Ranks* ranks_;
  AlignedBlock gradients_;  // of all parameters, summed over the ranks up to this one, or over all
  std::vector<Block> blocks_;
  std::vector<std::size_t> ends_;  // of the blocks
};

}  // namespace hourglass
