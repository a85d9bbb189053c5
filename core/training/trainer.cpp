#include "core/training/trainer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/data/epoch_order.h"
#include "core/training/optimizer_step.h"
#include "core/training/schedule.h"

namespace hourglass {
namespace {

constexpr double kLeastExplained = 0.01;  // of the variance

}  // namespace

bool is_no_better_than_mean_image(const EpochRecord& record) {
  return record.explained_variance && *record.explained_variance < kLeastExplained;
}

std::optional<EpochRecord> outcome(const TrainingState& state) {
  if (state.history.empty()) return std::nullopt;
  const bool holds_best = state.best_epoch > 0 && state.best_parameters.empty();
  return holds_best ? state.history[state.best_epoch - 1] : state.history.back();
}

Result<Trainer> Trainer::create(Model& model, const Dataset& images, ThreadTeam& team,
                                std::uint64_t seed) {
  return create(model, images, std::make_unique<BatchStep>(model, team), seed);
}

Result<Trainer> Trainer::create(Model& model, const Dataset& images,
                                std::unique_ptr<BatchStep> batch_step, std::uint64_t seed) {
  const std::string& name = model.spec.name;
  if (model.spec.fit != Fit::kGradient) {
    return fail(name, ": expected a model that is trained by gradient descent, found ",
                model.spec.fit == Fit::kPca ? "PCA, which is fitted exactly"
                                            : "an illustration of a network");
  }
  if (const Result<void> fits = check_images(model, images); !fits) {
    return std::unexpected(fits.error());
  }
  if (const Result<void> recipe = check_recipe(model.spec); !recipe) {
    return std::unexpected(recipe.error());
  }
  return Trainer(model, images, std::move(batch_step), seed);
}

Trainer::Trainer(Model& model, const Dataset& images, std::unique_ptr<BatchStep> batch_step,
                 std::uint64_t seed)
    : model_(&model), images_(&images), batch_step_(std::move(batch_step)) {
  const std::size_t count = model.network.parameter_count();
  state_.seed = seed;
  state_.images = images.count();
  state_.threads = batch_step_->shard_count();
  state_.moments = {.first = std::vector<Scalar>(count), .second = std::vector<Scalar>(count)};
  images.pixels.expect_random_access();
}

Result<void> Trainer::restore(TrainingState state) {
  const std::size_t count = model_->network.parameter_count();
  if (state.moments.first.size() != count || state.moments.second.size() != count) {
    return fail(model_->spec.name, ": expected the optimiser's moments for ", count,
                " parameters to resume from, found ", state.moments.first.size());
  }
  if (state.images != images_->count()) {
    return fail(model_->spec.name, ": expected the ", state.images,
                " training images of the run to resume, found ", images_->count());
  }
  state.threads = batch_step_->shard_count();
  state_ = std::move(state);
  order_epoch_ = -1;  // the seed may have changed
  return {};
}

Result<void> Trainer::change_recipe(const Recipe& recipe) {
  const std::int64_t epoch = epochs_done();
  const Recipe before = std::exchange(model_->spec.recipe, recipe);
  if (const Result<void> valid = check_recipe(model_->spec); !valid) {
    model_->spec.recipe = before;
    return valid;
  }
  if (before.batch == recipe.batch) return {};
  state_.step = epoch * steps_per_epoch();
  state_.epoch_loss = 0;
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

// Announces the images that are about to be read: all whole windows of the order before position
// `end` that have not been announced yet.
void Trainer::announce_up_to(std::size_t end) {
  const std::size_t last = std::min(end / kShuffleWindow * kShuffleWindow, order_.size());
  if (announced_ >= last) return;
  announce_images(*images_, std::span(order_).subspan(announced_, last - announced_));
  announced_ = last;
}

Result<double> Trainer::step() {
  const std::span<const std::uint32_t> numbers = next_batch();
  const std::size_t batch_size = numbers.size();
  const std::uint64_t first_draw = static_cast<std::uint64_t>(epochs_done()) * images_->count() +
                                   static_cast<std::uint64_t>(numbers.data() - order_.data());
  const double loss = batch_step_->run(*images_, numbers, state_.seed, first_draw);
  if (!std::isfinite(loss)) {
    return fail(model_->spec.name, ": the loss is no longer finite at step ", state_.step + 1,
                "; a lower learning rate may help");
  }
  batch_step_->update(
      state_.moments,
      *create_optimizer_step(model_->spec.recipe, learning_rate(state_.step), state_.step + 1));
  ++state_.step;
  state_.epoch_loss += loss * static_cast<double>(batch_size);
  return loss;
}

void Trainer::finish_epoch(std::optional<double> validation_loss,
                           std::optional<double> explained_variance) {
  const Recipe& recipe = model_->spec.recipe;
  const auto& history = state_.history;
  const bool is_best = recipe.early_stopping > 0 && validation_loss &&
                       std::isfinite(*validation_loss) &&
                       (state_.best_epoch == 0 ||
                        *validation_loss < *history[state_.best_epoch - 1].validation_loss);
  state_.history.push_back({.loss = state_.epoch_loss / static_cast<double>(images_->count()),
                            .validation_loss = validation_loss,
                            .explained_variance = explained_variance});
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
