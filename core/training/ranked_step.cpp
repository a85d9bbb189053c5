#include "core/training/ranked_step.h"

#include <algorithm>

namespace hourglass {

RankedStep::RankedStep(Model& model, ThreadTeam& team, Ranks& ranks)
    : BatchStep(model, team, ranks.rank() * team.size(), ranks.size() * team.size()),
      ranks_(&ranks),
      gradients_(static_cast<Eigen::Index>(model.network.parameter_count())) {
  for (const ParameterRange& range : ranges_) divide(range);
  for (const Block& block : blocks_) ends_.push_back(block.end);
}

// Divides a range into blocks. Those of a layer with gradient rows have kRowBlock of them for every
// member of the team.
void RankedStep::divide(const ParameterRange& range) {
  std::size_t begin = range.weights;
  if (range.by_rows) {
    const std::size_t inputs = (range.biases - range.weights) / (range.end - range.biases);
    const std::size_t size = kRowBlock * shards_.size() * inputs;
    for (; begin < range.biases; begin += std::min(size, range.biases - begin)) {
      blocks_.push_back({&range, begin, std::min(begin + size, range.biases)});
    }
  }
  blocks_.push_back({&range, begin, range.end});
}

double RankedStep::run(const Dataset& images, std::span<const std::uint32_t> numbers,
                       std::uint64_t seed, std::uint64_t first_draw) {
  run_shards({images, numbers, numbers.size(), seed, first_draw});
  std::vector<double> own(shards_.size());
  for (std::size_t shard = 0; shard < active_shards_; ++shard) own[shard] = shards_[shard].loss;
  double loss = 0;
  for (const double shard_loss : ranks_->gather(own)) loss += shard_loss;
  return loss;
}

void RankedStep::update(Moments& moments, const OptimizerStep& optimizer) {
  ranks_->sum_in_order(
      sums(0, static_cast<std::size_t>(gradients_.size())), ends_,
      [this](std::size_t index) { team_->run([&](int member) { add(blocks_[index], member); }); });
  team_->run([&](int member) {
    for (const ParameterRange& range : ranges_) {
      const auto [first, last] = share_of(range.end - range.weights, member, team_->size());
      const std::size_t begin = range.weights + first;
      const std::size_t end = range.weights + last;
      const std::size_t biases = std::clamp(range.biases, begin, end);
      apply({moments, optimizer}, begin, sums(begin, biases), true);
      apply({moments, optimizer}, biases, sums(biases, end), false);
    }
  });
}

void RankedStep::add(const Block& block, int member) {
  block.range->by_rows ? add_rows(block, member) : add_from_shards(block, member);
}

// The block is either whole rows of weights or all biases of the layer.
void RankedStep::add_rows(const Block& block, int member) {
  const ParameterRange& range = *block.range;
  const bool are_biases = block.begin == range.biases;
  const std::size_t inputs = (range.biases - range.weights) / (range.end - range.biases);
  const std::size_t row_size = are_biases ? 1 : inputs;
  const std::size_t rows = (block.end - block.begin) / row_size;
  const auto [first, last] = share_of(rows, member, team_->size());
  if (first == last) return;
  const std::span<Scalar> part =
      sums(block.begin + first * row_size, block.begin + last * row_size);
  if (ranks_->rank() == 0) std::ranges::fill(part, Scalar(0));
  if (are_biases) {
    add_row_gradients(range, first, {}, part);
  } else {
    add_row_gradients(range, (block.begin - range.weights) / inputs + first, part, {});
  }
}

void RankedStep::add_from_shards(const Block& block, int member) {
  const auto [first, last] = share_of(block.end - block.begin, member, team_->size());
  const std::size_t begin = block.begin + first;
  const std::span<Scalar> part = sums(begin, block.begin + last);
  for (std::size_t shard = 0; shard < active_shards_; ++shard) {
    const std::span<const Scalar> addend = shards_[shard].gradient_block().subspan(begin);
    if (ranks_->rank() == 0 && shard == 0) {
      std::ranges::copy(addend.first(part.size()), part.begin());
    } else {
      for (std::size_t i = 0; i < part.size(); ++i) part[i] += addend[i];
    }
  }
}

}  // namespace hourglass
