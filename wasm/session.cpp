#include "wasm/session.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/analysis/walk.h"
#include "core/base/enum_names.h"
#include "core/data/batch.h"
#include "core/data/idx.h"
#include "core/data/pixels.h"
#include "core/io/checkpoint.h"
#include "core/io/model_json.h"
#include "core/io/onnx.h"
#include "core/io/training_json.h"
#include "core/models/pca.h"
#include "core/models/presets.h"

namespace hourglass {
namespace {

constexpr std::size_t kHeldOutEvery = 4;  // every fourth drawing is held out

Result<void> require_images(std::span<const Scalar> pixels) {
  if (pixels.empty() || pixels.size() % kImagePixels != 0) {
    return fail("images: expected a multiple of ", kImagePixels, " pixels, found ", pixels.size());
  }
  return {};
}

Result<void> require_one_image(std::span<const Scalar> pixels) {
  if (pixels.size() == kImagePixels) return {};
  return fail("image: expected ", kImagePixels, " pixels, found ", pixels.size());
}

}  // namespace

void Session::adopt(Model model, TrainingState training) {
  forget_trainer();
  training_ = std::move(training);
  model_.model = std::move(model);
  ++model_.version;
}

void Session::set_images(Dataset images, Dataset held_out) {
  end_fine_tuning();
  images_ = std::move(images);
  held_out_ = std::move(held_out);
}

void Session::end_fine_tuning() {
  if (!trainer_) return;
  training_ = trainer_->state();
  training_.moments = {};
  forget_trainer();
}

void Session::forget_trainer() {
  trainer_.reset();
  trained_.reset();
}

Result<void> Session::create_model(std::string_view name, std::uint64_t seed) {
  const Result<ModelSpec> spec = find_digit_model(name);
  if (!spec) return std::unexpected(spec.error());
  Result<Model> model = Model::create(*spec);
  if (!model) return std::unexpected(model.error());
  model->initialise(seed);
  adopt(std::move(*model), {.seed = seed});
  return {};
}

Result<void> Session::load_checkpoint(ByteSpan bytes) {
  Result<Checkpoint> checkpoint = hourglass::load_checkpoint(bytes, "checkpoint");
  if (!checkpoint) return std::unexpected(checkpoint.error());
  adopt(std::move(checkpoint->model), std::move(checkpoint->training));
  return {};
}

Result<Bytes> Session::save_checkpoint(bool resumable) const {
  const Result<const Model*> model = this->model();
  if (!model) return std::unexpected(model.error());
  TrainingState training = trainer_ ? trainer_->state() : training_;
  if (!resumable) training.moments = {};
  return hourglass::save_checkpoint(resumable && trained_ ? *trained_ : **model, training,
                                    WeightPrecision::kFloat32);
}

Result<Bytes> Session::save_onnx(std::string_view part) const {
  const Result<const Model*> model = this->model();
  if (!model) return std::unexpected(model.error());
  const Result<OnnxPart> parsed = parse_name<OnnxPart>("part", part);
  if (!parsed) return std::unexpected(parsed.error());
  TrainingState training = trainer_ ? trainer_->state() : training_;
  training.moments = {};
  return to_onnx(**model, training, *parsed);
}

Result<std::size_t> Session::load_images(const SharedBytes& idx) {
  Result<Dataset> images = parse_idx_digits(idx, "images");
  if (!images) return std::unexpected(images.error());
  set_images(std::move(*images), {});
  return images_.count();
}

Result<std::size_t> Session::add_drawings(std::span<const Scalar> drawings) {
  if (const Result<void> whole = require_images(drawings); !whole) {
    return std::unexpected(whole.error());
  }
  Bytes bytes(drawings.size());
  pixels_to_bytes(drawings, bytes);
  const bool holds_out = drawings.size() >= kHeldOutEvery * kImagePixels;
  Bytes tuned_on;
  Bytes held_out;
  for (std::size_t byte = 0; byte < bytes.size(); ++byte) {
    const bool is_last_of_group = byte / kImagePixels % kHeldOutEvery == kHeldOutEvery - 1;
    (holds_out && is_last_of_group ? held_out : tuned_on).push_back(bytes[byte]);
  }
  Bytes pixels(images_.pixels.begin(), images_.pixels.end());
  const std::size_t added = std::max(pixels.size(), tuned_on.size());
  for (std::size_t byte = 0; byte < added; ++byte) {
    pixels.push_back(tuned_on[byte % tuned_on.size()]);
  }
  set_images({.pixels = std::move(pixels)}, {.pixels = std::move(held_out)});
  return images_.count();
}

void Session::clear_images() { set_images({}, {}); }

Result<std::vector<Scalar>> Session::image(std::size_t index) const {
  return image_pixels(images_, index);
}

Result<void> Session::fit_pca(int components) {
  Result<Model> model = exact_pca(components, images_, *team_);
  if (!model) return std::unexpected(model.error());
  adopt(std::move(*model), {.images = images_.count()});
  return {};
}

Result<void> Session::start_fine_tuning(const FineTuneOptions& options) {
  if (const Result<const Model*> model = this->model(); !model) {
    return std::unexpected(model.error());
  }
  Model& model = *model_.model;
  const Result<Noise> noise = parse_noise(options.noise);
  if (!noise) return std::unexpected(noise.error());
  if (!(options.share > 0 && options.share <= 1)) {
    return fail("fine-tuning: expected a share above 0 and up to 1, found ", options.share);
  }
  // Fine-tuning has no fixed end, so settings for a whole run, such as the schedule, do not apply.
  ModelSpec spec = model.spec;
  spec.recipe = {.loss = spec.recipe.loss,
                 .learning_rate = options.learning_rate,
                 .batch = options.batch,
                 .epochs = spec.recipe.epochs,
                 .noise = *noise,
                 .l1 = spec.recipe.l1};
  if (const Result<void> recipe = check_recipe(spec); !recipe) return recipe;
  end_fine_tuning();
  const ModelSpec before = std::exchange(model.spec, spec);
  if (options.share < 1) trained_ = model;
  Result<Trainer> trainer =
      Trainer::create(trained_ ? *trained_ : model, images_, *team_, options.seed);
  if (!trainer) {
    trained_.reset();
    model.spec = before;
    return std::unexpected(trainer.error());
  }
  trainer_.emplace(std::move(*trainer));
  start_ = model.parameters;
  share_ = options.share;
  return {};
}

Result<FineTuneReport> Session::fine_tune(int steps) {
  if (!trainer_) return fail("session: expected fine-tuning to be started first");
  if (steps < 1) return fail("fine-tuning: expected at least 1 step, found ", steps);
  ++model_.version;
  double sum = 0;
  for (int step = 0; step < steps; ++step) {
    const Result<double> loss = trainer_->step();
    if (!loss) return std::unexpected(loss.error());
    sum += *loss;
    if (trainer_->at_epoch_end()) trainer_->finish_epoch({});
  }
  if (trained_) {
    const auto share = static_cast<Scalar>(share_);
    std::ranges::transform(start_, trained_->parameters, model_.model->parameters.begin(),
                           [share](Scalar from, Scalar to) { return from + share * (to - from); });
  }
  return FineTuneReport{
      .step = trainer_->state().step, .epoch = trainer_->epochs_done(), .loss = sum / steps};
}

Result<void> Session::resume_training() {
  if (const Result<const Model*> model = this->model(); !model) {
    return std::unexpected(model.error());
  }
  end_fine_tuning();
  Result<Trainer> trainer = Trainer::create(*model_.model, images_, *team_, training_.seed);
  if (!trainer) return std::unexpected(trainer.error());
  const Result<void> restored = trainer->restore(training_);
  if (restored) trainer_.emplace(std::move(*trainer));
  return restored;
}

Result<void> Session::change_recipe(const std::string& json) {
  if (!trainer_) return fail("session: expected fine-tuning to be started first");
  const Result<Recipe> recipe = recipe_from_json(json, "recipe");
  if (!recipe) return std::unexpected(recipe.error());
  const Result<void> changed = trainer_->change_recipe(*recipe);
  if (changed) model_.model->spec.recipe = *recipe;
  return changed;
}

Result<std::string> summary_text(const Model& model) { return summary_to_json(model).dump(); }

Result<std::vector<Scalar>> corrupted(std::span<const Scalar> images, std::string_view noise,
                                      std::uint64_t seed) {
  if (const Result<void> whole = require_images(images); !whole) {
    return std::unexpected(whole.error());
  }
  const Result<Noise> parsed = parse_noise(noise);
  if (!parsed) return std::unexpected(parsed.error());
  const auto count = static_cast<Eigen::Index>(images.size() / kImagePixels);
  std::vector<Scalar> noisy(images.size());
  corrupt_images(ConstMatrixView(images.data(), kImagePixels, count), *parsed, seed, 0,
                 MatrixView(noisy.data(), kImagePixels, count));
  return noisy;
}

Result<std::vector<Scalar>> blend_pixels(std::span<const Scalar> a, std::span<const Scalar> b,
                                         int count) {
  for (const std::span<const Scalar> image : {a, b}) {
    if (const Result<void> one = require_one_image(image); !one) {
      return std::unexpected(one.error());
    }
  }
  return line_between(a, b, count);
}

Result<std::vector<Scalar>> walk_digit(std::span<const Scalar> image, double deviation, int count,
                                       std::uint64_t seed) {
  if (const Result<void> one = require_one_image(image); !one) return std::unexpected(one.error());
  return walk_pixels(image, deviation, count, seed);
}

Result<std::vector<Scalar>> uniform_noise(int count, std::uint64_t seed) {
  constexpr int kMostImages = 10000;
  if (count < 1 || count > kMostImages) {
    return fail("noise: expected 1 to ", kMostImages, " images, found ", count);
  }
  return uniform_images(static_cast<std::size_t>(count), kImagePixels, seed);
}

}  // namespace hourglass
