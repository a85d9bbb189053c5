#include "core/training/trainer.h"

#include <algorithm>
#include <cmath>

#include "core/data/batch.h"

namespace hourglass {
Result<Trainer> Trainer::create(Model& model, const Dataset& images, ThreadTeam& team,
                                std::uint64_t seed) {
  const std::string& name = model.spec.name;
  if (model.spec.fit != Fit::kGradient) {
    return fail(
        name, ": expected a model that is trained by gradients, found ",
        model.spec.fit == Fit::kPca ? "PCA, which is fitted exactly" : "a picture of a network");
  }
  if (images.pixels_per_image != model.network.input_size()) {
    return fail(name, ": expected images of ", model.network.input_size(), " pixels, found ",
                images.pixels_per_image);
  }
  if (images.count() == 0)
    return fail(name, ": expected at least one image to train on, found none");
  if (const Result<void> recipe = check_recipe(model.spec); !recipe) {
    return std::unexpected(recipe.error());
  }
  return Trainer(model, images, team, seed);
}

Trainer::Trainer(Model& model, const Dataset& images, ThreadTeam& team, std::uint64_t seed)
    : model_(&model),
      images_(&images),
      team_(&team),
      shards_(static_cast<std::size_t>(team.size())) {
  const std::size_t count = model.network.parameter_count();
  state_.seed = seed;
  state_.images = images.count();
  state_.threads = team.size();
  state_.moments = {.first = std::vector<Scalar>(count), .second = std::vector<Scalar>(count)};
  for (Shard& shard : shards_) shard.gradients.resize(static_cast<Eigen::Index>(count));
}

Result<void> Trainer::restore(TrainingState state) {
  const std::size_t count = model_->network.parameter_count();
  if (state.moments.first.size() != count || state.moments.second.size() != count) {
    return fail(model_->spec.name, ": expected Adam's moments for ", count,
                " parameters to resume from, found ", state.moments.first.size());
  }
  if (state.images != images_->count()) {
    return fail(model_->spec.name, ": expected the ", state.images,
                " training images of the run to resume, found ", images_->count());
  }
  state.threads = team_->size();
  state_ = std::move(state);
  order_epoch_ = -1;  // the seed may be another
  return {};
}

std::int64_t Trainer::steps_per_epoch() const {
  const std::int64_t batch = model_->spec.recipe.batch;
  return (static_cast<std::int64_t>(images_->count()) + batch - 1) / batch;
}

std::span<const std::uint32_t> Trainer::next_batch() {
  const std::int64_t epoch = epochs_done();
  if (epoch != order_epoch_) {
    order_ = shuffled_order(images_->count(), state_.seed, epoch);
    order_epoch_ = epoch;
  }
  const auto batch = static_cast<std::size_t>(model_->spec.recipe.batch);
  const auto first = static_cast<std::size_t>(state_.step % steps_per_epoch()) * batch;
  return std::span(order_).subspan(first, std::min(batch, order_.size() - first));
}

void Trainer::run_shard(Shard& shard, std::span<const std::uint32_t> numbers,
                        std::size_t batch_size, std::uint64_t first_draw) {
  const Network& network = model_->network;
  const Recipe& recipe = model_->spec.recipe;
  Workspace& workspace = shard.workspace;
  const auto columns = static_cast<int>(numbers.size());
  workspace.prepare(network, columns);
  shard.target.resize(network.input_size(), columns);
  const MatrixView clean(shard.target.data(), shard.target.rows(), shard.target.cols());
  load_images(*images_, numbers, clean);
  corrupt_images(read_only(clean), recipe.noise, state_.seed, first_draw, workspace.activation(0));

  // Cross-entropy is taken from the logits: the last layer, a sigmoid, is part of the loss.
  const bool from_logits = recipe.loss == Loss::kBce;
  const std::size_t end = network.layer_count() - (from_logits ? 1 : 0);
  network.forward(model_->parameters, workspace, 0, end);
  const double mean = 1.0 / (static_cast<double>(batch_size) * network.output_size());
  const auto loss = from_logits ? cross_entropy_from_logits : squared_error;
  shard.loss = mean * loss(read_only(workspace.activation(end)), read_only(clean),
                           static_cast<Scalar>(mean), workspace.gradient(end));

  const std::size_t code = network.code_index();
  network.backward(model_->parameters, workspace, code, end, shard.gradient_block());
  if (recipe.l1 > 0) {
    const double per_image = 1.0 / static_cast<double>(batch_size);
    shard.loss +=
        per_image * add_l1_penalty(read_only(workspace.activation(code)), recipe.l1,
                                   static_cast<Scalar>(per_image), workspace.gradient(code));
  }
  network.backward(model_->parameters, workspace, 0, code, shard.gradient_block());
}

void Trainer::update_range(int member, int active_shards) {
  const auto [first, last] = share_of(model_->parameters.size(), member, team_->size());
  const auto range = [first, last](std::span<Scalar> block) {
    return block.subspan(first, last - first);
  };
  const std::span<Scalar> gradients = range(shards_[0].gradient_block());
  for (int other = 1; other < active_shards; ++other) {
    const std::span<const Scalar> addend =
        range(shards_[static_cast<std::size_t>(other)].gradient_block());
    for (std::size_t i = 0; i < gradients.size(); ++i) gradients[i] += addend[i];
  }
  adam_step(range(model_->parameters), gradients, range(state_.moments.first),
            range(state_.moments.second), state_.step + 1,
            {.learning_rate = model_->spec.recipe.learning_rate});
}

Result<double> Trainer::step() {
  const std::span<const std::uint32_t> numbers = next_batch();
  const std::size_t batch_size = numbers.size();
  const std::uint64_t first_draw = static_cast<std::uint64_t>(epochs_done()) * images_->count() +
                                   static_cast<std::uint64_t>(numbers.data() - order_.data());
  const int active = std::min(team_->size(), static_cast<int>(batch_size));
  team_->run([&](int member) {
    if (member >= active) return;
    const auto [first, last] = share_of(batch_size, member, active);
    run_shard(shards_[static_cast<std::size_t>(member)], numbers.subspan(first, last - first),
              batch_size, first_draw + first);
  });
  double loss = 0;
  for (int member = 0; member < active; ++member) {
    loss += shards_[static_cast<std::size_t>(member)].loss;
  }
  if (!std::isfinite(loss)) {
    return fail(model_->spec.name, ": expected a finite loss, found ", loss, " at step ",
                state_.step + 1, "; a lower learning rate may help");
  }
  team_->run([&](int member) { update_range(member, active); });
  ++state_.step;
  state_.epoch_loss += loss * static_cast<double>(batch_size);
  return loss;
}

void Trainer::finish_epoch(std::optional<double> validation_loss) {
  state_.history.push_back({.loss = state_.epoch_loss / static_cast<double>(images_->count()),
                            .validation_loss = validation_loss});
  state_.epoch_loss = 0;
}

}  // namespace hourglass
