#include "core/training/trainer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/data/batch.h"
#include "core/training/metrics.h"

namespace hourglass {
namespace {

constexpr std::size_t kWatched = 256;     // images on which an epoch's outcome is looked at
constexpr double kLeastExplained = 0.01;  // of the variance
// A multiple of every height of a tile of the product; with 784 inputs, 37 kB of gradients.
constexpr std::size_t kOutputsAtATime = 12;
// Images of a convolutional network that go forward and back together: more would leave the second
// cache between the two. Halves the time of conv-unpool's step.
constexpr std::size_t kImagesAtATime = 8;

}  // namespace

bool is_no_better_than_mean_image(const EpochRecord& record) {
  return record.explained_variance && !(*record.explained_variance >= kLeastExplained);
}

std::optional<EpochRecord> outcome(const TrainingState& state) {
  if (state.history.empty()) return std::nullopt;
  const bool holds_best = state.best_epoch > 0 && state.best_parameters.empty();
  return holds_best ? state.history[state.best_epoch - 1] : state.history.back();
}

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
  std::size_t first = 0;
  for (std::size_t layer = 0; layer < model.network.layer_count(); ++layer) {
    const std::vector<ParameterTensor> tensors = model.network.layer(layer).parameter_tensors();
    if (tensors.empty()) continue;
    const std::size_t biases = first + tensors.front().size();
    const std::size_t end = biases + tensors.back().size();
    ranges_.push_back({.layer = layer,
                       .weights = first,
                       .biases = biases,
                       .end = end,
                       .by_output = model.network.layer(layer).has_gradients_by_output()});
    first = end;
  }
  if (std::ranges::none_of(ranges_, &ParameterRange::by_output)) images_at_a_time_ = kImagesAtATime;
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

double Trainer::learning_rate(std::int64_t step) const {
  const Recipe& recipe = model_->spec.recipe;
  return recipe.learning_rate * rate_factor(recipe.schedule, recipe.warmup, step, steps());
}

std::span<const std::uint32_t> Trainer::next_batch() {
  const auto batch = static_cast<std::size_t>(model_->spec.recipe.batch);
  const auto first = static_cast<std::size_t>(state_.step % steps_per_epoch()) * batch;
  const std::int64_t epoch = epochs_done();
  if (epoch != order_epoch_) {
    order_ = shuffled_order(images_->count(), state_.seed, epoch);
    order_epoch_ = epoch;
    announced_ = first / kShuffleWindow * kShuffleWindow;
  }
  announce_up_to(first + 2 * kShuffleWindow);
  return std::span(order_).subspan(first, std::min(batch, order_.size() - first));
}

// The images of whole windows of the order, up to the one that holds position `end`: what is read
// now, and what is read next.
void Trainer::announce_up_to(std::size_t end) {
  const std::size_t last = std::min(end / kShuffleWindow * kShuffleWindow, order_.size());
  if (announced_ >= last) return;
  announce_images(*images_, std::span(order_).subspan(announced_, last - announced_));
  announced_ = last;
}

void Trainer::run_shard(Shard& shard, std::span<const std::uint32_t> numbers,
                        std::size_t batch_size, std::uint64_t first_draw) {
  shard.loss = 0;
  for (const ParameterRange& range : ranges_) {
    if (range.by_output) continue;
    std::ranges::fill(shard.gradient_block().subspan(range.weights, range.end - range.weights),
                      Scalar(0));
  }
  for (std::size_t first = 0; first < numbers.size(); first += images_at_a_time_) {
    const std::size_t count = std::min(images_at_a_time_, numbers.size() - first);
    run_part(shard, numbers.subspan(first, count), batch_size, first_draw + first);
  }
}

void Trainer::run_part(Shard& shard, std::span<const std::uint32_t> numbers, std::size_t batch_size,
                       std::uint64_t first_draw) {
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
  shard.loss += mean * loss(read_only(workspace.activation(end)), read_only(clean),
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

void Trainer::move(const AdamStep& adam, std::size_t first, std::span<const Scalar> gradients,
                   bool decays) {
  const auto part = [&](std::span<Scalar> block) { return block.subspan(first, gradients.size()); };
  adam.move(part(model_->parameters), gradients, part(state_.moments.first),
            part(state_.moments.second), decays);
}

void Trainer::update_outputs(const ParameterRange& range, int member, int active_shards,
                             const AdamStep& adam) {
  const std::size_t outputs = range.end - range.biases;
  const std::size_t inputs = (range.biases - range.weights) / outputs;
  const auto [first, last] = share_of(outputs, member, team_->size());
  AlignedBlock& block = shards_[static_cast<std::size_t>(member)].output_gradients;
  const auto gradients = [&](std::size_t output, std::size_t weights, std::size_t biases) {
    const std::span<Scalar> sums(block.data(), weights + biases);
    std::ranges::fill(sums, Scalar(0));
    for (int shard = 0; shard < active_shards; ++shard) {
      model_->network.add_output_gradients(
          range.layer, shards_[static_cast<std::size_t>(shard)].workspace, static_cast<int>(output),
          sums.first(weights), sums.subspan(weights));
    }
    return sums;
  };
  block.resize(std::max<Eigen::Index>(
      block.size(), static_cast<Eigen::Index>(std::max(kOutputsAtATime * inputs, outputs))));
  for (std::size_t output = first; output < last; output += kOutputsAtATime) {
    const std::size_t count = std::min(kOutputsAtATime, last - output);
    move(adam, range.weights + output * inputs, gradients(output, count * inputs, 0), true);
  }
  move(adam, range.biases + first, gradients(first, 0, last - first), false);
}

void Trainer::update_summed(const ParameterRange& range, int member, int active_shards,
                            const AdamStep& adam) {
  const std::span<Scalar> sums = shards_[0].gradient_block();
  const auto [begin, end] = share_of(range.end - range.weights, member, team_->size());
  const std::size_t first = range.weights + begin;
  const std::size_t last = range.weights + end;
  for (int other = 1; other < active_shards; ++other) {
    const std::span<const Scalar> addend =
        shards_[static_cast<std::size_t>(other)].gradient_block();
    for (std::size_t i = first; i < last; ++i) sums[i] += addend[i];
  }
  const std::size_t biases = std::clamp(range.biases, first, last);
  move(adam, first, sums.subspan(first, biases - first), true);
  move(adam, biases, sums.subspan(biases, last - biases), false);
}

void Trainer::update_share(int member, int active_shards) {
  const AdamStep adam({.learning_rate = learning_rate(state_.step),
                       .weight_decay = model_->spec.recipe.weight_decay},
                      state_.step + 1);
  for (const ParameterRange& range : ranges_) {
    const auto update = range.by_output ? &Trainer::update_outputs : &Trainer::update_summed;
    (this->*update)(range, member, active_shards, adam);
  }
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
  team_->run([&](int member) { update_share(member, active); });
  ++state_.step;
  state_.epoch_loss += loss * static_cast<double>(batch_size);
  return loss;
}

void Trainer::finish_epoch(std::optional<double> validation_loss) {
  const Recipe& recipe = model_->spec.recipe;
  const Dataset watched = images_->slice(0, std::min(kWatched, images_->count()));
  const Result<Metrics> outcome = evaluate(*model_, watched, recipe.noise, state_.seed, *team_);
  const auto& history = state_.history;
  const bool is_best = recipe.early_stopping > 0 && validation_loss &&
                       std::isfinite(*validation_loss) &&
                       (state_.best_epoch == 0 ||
                        *validation_loss < *history[state_.best_epoch - 1].validation_loss);
  state_.history.push_back(
      {.loss = state_.epoch_loss / static_cast<double>(images_->count()),
       .validation_loss = validation_loss,
       .explained_variance = outcome && std::isfinite(outcome->explained_variance)
                                 ? std::optional(outcome->explained_variance)
                                 : std::nullopt});
  state_.epoch_loss = 0;
  if (!is_best) return;
  state_.best_epoch = history.size();
  state_.best_parameters = model_->parameters;
}

bool Trainer::is_finished() const {
  const Recipe& recipe = model_->spec.recipe;
  if (epochs_done() >= recipe.epochs) return true;
  return state_.best_epoch > 0 &&
         std::cmp_greater_equal(state_.history.size() - state_.best_epoch, recipe.early_stopping);
}

void Trainer::keep_best() {
  if (state_.best_parameters.empty()) return;
  model_->parameters = std::exchange(state_.best_parameters, {});
}

}  // namespace hourglass
