#include "core/training/batch_step.h"

#include <algorithm>
#include <utility>

namespace hourglass {

BatchStep::BatchStep(Model& model, ThreadTeam& team, int first_shard, int shard_count)
    : model_(&model),
      team_(&team),
      shards_(static_cast<std::size_t>(team.size())),
      first_shard_(first_shard),
      shard_count_(shard_count),
      objective_(model) {
  const Network& network = model.network;
  for (Shard& shard : shards_)
    shard.gradients.resize(static_cast<Eigen::Index>(network.parameter_count()));
  std::size_t first = 0;
  for (std::size_t layer = 0; layer < network.layer_count(); ++layer) {
    const Layer& it = network.layer(layer);
    if (it.parameter_count() == 0) continue;
    const std::size_t end = first + it.parameter_count();
    ranges_.push_back({.layer = layer,
                       .weights = first,
                       .biases = first + it.weight_count(),
                       .end = end,
                       .by_rows = it.gradient_rows() > 1});
    first = end;
  }
  if (std::ranges::none_of(ranges_, &ParameterRange::by_rows)) {
    chunk_size_ = static_cast<std::size_t>(network.chunk_size());
  }
}

BatchStep::Images BatchStep::Images::part(std::size_t first, std::size_t count) const {
  return {dataset, numbers.subspan(first, count), batch_size, seed, first_draw + first};
}

double BatchStep::run(const Dataset& images, std::span<const std::uint32_t> numbers,
                      std::uint64_t seed, std::uint64_t first_draw) {
  run_shards({images, numbers, numbers.size(), seed, first_draw});
  double loss = 0;
  for (std::size_t shard = 0; shard < active_shards_; ++shard) loss += shards_[shard].loss;
  return loss;
}

void BatchStep::run_shards(const Images& batch) {
  const std::size_t images = batch.numbers.size();
  const int shards = static_cast<int>(std::min(static_cast<std::size_t>(shard_count_), images));
  active_shards_ =
      std::min(shards_.size(), static_cast<std::size_t>(std::max(0, shards - first_shard_)));
  team_->run([&](int member) {
    if (std::cmp_greater_equal(member, active_shards_)) return;
    const auto [first, last] = share_of(images, first_shard_ + member, shards);
    run_shard(shards_[static_cast<std::size_t>(member)], batch.part(first, last - first));
  });
}

void BatchStep::run_shard(Shard& shard, const Images& images) {
  shard.loss = 0;
  for (const ParameterRange& range : ranges_) {
    if (range.by_rows) continue;
    std::ranges::fill(shard.gradient_block().subspan(range.weights, range.end - range.weights),
                      Scalar(0));
  }
  const std::size_t count = images.numbers.size();
  for (std::size_t first = 0; first < count; first += chunk_size_) {
    run_part(shard, images.part(first, std::min(chunk_size_, count - first)));
  }
}

void BatchStep::run_part(Shard& shard, const Images& images) {
  const Network& network = model_->network;
  PassBatch& batch = shard.batch;
  batch.load(network, images.dataset, images.numbers,
             {.noise = model_->spec.recipe.noise, .seed = images.seed}, images.first_draw);
  const std::size_t code = network.code_index();
  const std::size_t output = objective_.output_index();
  network.forward(model_->parameters, batch.workspace, 0, output);
  const double per_image = 1.0 / static_cast<double>(images.batch_size);
  const double per_pixel = 1.0 / (static_cast<double>(images.batch_size) * network.output_size());
  shard.loss += per_pixel * objective_.loss(batch, per_pixel);
  backward(shard, code, output);
  shard.loss += per_image * objective_.penalty(batch, per_image);
  backward(shard, 0, code);
}

void BatchStep::backward(Shard& shard, std::size_t first, std::size_t last) {
  const Network& network = model_->network;
  network.backward(model_->parameters, shard.batch.workspace, first, last, [&](std::size_t layer) {
    if (network.layer(layer).gradient_rows() > 1) return;  // see update_by_rows
    network.add_weight_gradient(layer, shard.batch.workspace, shard.gradient_block());
  });
}

void BatchStep::update(Moments& moments, const OptimizerStep& optimizer) {
  team_->run([&](int member) {
    for (const ParameterRange& range : ranges_) {
      const auto update_range =
          range.by_rows ? &BatchStep::update_by_rows : &BatchStep::update_from_shards;
      (this->*update_range)(range, member, {moments, optimizer});
    }
  });
}

void BatchStep::apply(const Update& update, std::size_t first, std::span<const Scalar> gradients,
                      bool decays) {
  const auto part = [&](std::span<Scalar> block) { return block.subspan(first, gradients.size()); };
  update.optimizer.update(part(model_->parameters), gradients, part(update.moments.first),
                          part(update.moments.second), decays);
}

void BatchStep::add_row_gradients(const ParameterRange& range, std::size_t output,
                                  std::span<Scalar> weights, std::span<Scalar> biases) {
  for (std::size_t shard = 0; shard < active_shards_; ++shard) {
    model_->network.add_weight_gradient(range.layer, shards_[shard].batch.workspace,
                                        static_cast<int>(output), weights, biases);
  }
}

void BatchStep::update_by_rows(const ParameterRange& range, int member, const Update& update) {
  const std::size_t outputs = range.end - range.biases;
  const std::size_t inputs = (range.biases - range.weights) / outputs;
  const auto [first, last] = share_of(outputs, member, team_->size());
  AlignedBlock& block = shards_[static_cast<std::size_t>(member)].row_gradients;
  const auto gradients = [&](std::size_t output, std::size_t weights, std::size_t biases) {
    const std::span<Scalar> sums(block.data(), weights + biases);
    std::ranges::fill(sums, Scalar(0));
    add_row_gradients(range, output, sums.first(weights), sums.subspan(weights));
    return sums;
  };
  block.resize(std::max<Eigen::Index>(
      block.size(), static_cast<Eigen::Index>(std::max(kRowBlock * inputs, outputs))));
  for (std::size_t output = first; output < last; output += kRowBlock) {
    const std::size_t count = std::min(kRowBlock, last - output);
    apply(update, range.weights + output * inputs, gradients(output, count * inputs, 0), true);
  }
  apply(update, range.biases + first, gradients(first, 0, last - first), false);
}

void BatchStep::update_from_shards(const ParameterRange& range, int member, const Update& update) {
  const std::span<Scalar> sums = shards_[0].gradient_block();
  const auto [begin, end] = share_of(range.end - range.weights, member, team_->size());
  const std::size_t first = range.weights + begin;
  const std::size_t last = range.weights + end;
  for (std::size_t other = 1; other < active_shards_; ++other) {
    const std::span<const Scalar> addend = shards_[other].gradient_block();
    for (std::size_t i = first; i < last; ++i) sums[i] += addend[i];
  }
  const std::size_t biases = std::clamp(range.biases, first, last);
  apply(update, first, sums.subspan(first, biases - first), true);
  apply(update, biases, sums.subspan(biases, last - biases), false);
}

}  // namespace hourglass
