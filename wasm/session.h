// What one panel of the page works with: a model, the images that it is fine-tuned on, and the
// fine-tuning in progress. Native tests run the same plain C++; bindings.cpp exposes it to
// JavaScript.
//
// Images are contiguous, 784 pixels in [0, 1] each. A session has no clock: fine-tuning advances by
// the number of steps that the caller asks for.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/analysis/analysis.h"
#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/model.h"
#include "core/training/trainer.h"

namespace hourglass {

struct FineTuneOptions {
  double learning_rate = 1e-3;
  int batch = 32;
  std::string noise = "none";  // see parse_noise
  std::uint64_t seed = 1;
  // How far to move from the weights before fine-tuning to the tuned ones; 1 is all the way.
  // Halfway, the model keeps most of what it learned and forgets little of what it knew (Wortsman
  // et al., "Robust fine-tuning of zero-shot models", CVPR 2022).
  double share = 1;
};

struct FineTuneReport {
  std::int64_t step = 0;   // batches since fine-tuning started
  std::int64_t epoch = 0;  // complete passes over the images
  double loss = 0;         // of the weights in training, mean over the batches of this call
};

class Session {
 public:
  // Computes on the threads of `team`, which sessions may share if only one of them computes at a
  // time; without a team, on the calling thread alone.
  explicit Session(std::shared_ptr<ThreadTeam> team = std::make_shared<ThreadTeam>(1))
      : team_(std::move(team)) {}
  Session(const Session&) = delete;  // the analysis and the trainer refer to other members
  Session& operator=(const Session&) = delete;

  // Creates a model by name (see find_digit_model) and initialises its parameters from the seed.
  Result<void> create_model(std::string_view name, std::uint64_t seed);

  // Replaces the model by a checkpoint's; on error, the model stays as it was.
  Result<void> load_checkpoint(ByteSpan bytes);

  // Returns the bytes of a checkpoint, in the form that the command line writes. With `resumable`,
  // they hold the weights in training, all the way (see FineTuneOptions::share), and the
  // optimiser's state, from which resume_training and `hourglass train --resume` go on exactly.
  Result<Bytes> save_checkpoint(bool resumable = false) const;

  // Returns the bytes of an ONNX file with the part of this name (see OnnxPart).
  Result<Bytes> save_onnx(std::string_view part) const;

  // The model, or an error if there is none yet.
  Result<const Model*> model() const { return model_.get(); }

  // Loads images from uncompressed IDX bytes, to tune on or to fit PCA to. Returns their number and
  // ends any fine-tuning in progress.
  Result<std::size_t> load_images(const SharedBytes& idx);

  // Adds drawings to the loaded images and repeats them until they make up half of all images: a
  // few drawings among thousands of digits would hardly be learned, and without the digits a
  // network would forget them. From four drawings on, every fourth is held out (see
  // Analysis::held_out_errors). Returns the number of images to tune on and ends any fine-tuning in
  // progress.
  Result<std::size_t> add_drawings(std::span<const Scalar> drawings);

  void clear_images();

  // One of the images to tune on.
  Result<std::vector<Scalar>> image(std::size_t index) const;

  // Replaces the model by the exact PCA of the images to tune on.
  Result<void> fit_pca(int components);

  // Starts fine-tuning with a new optimiser; fine_tune then trains for `steps` batches.
  Result<void> start_fine_tuning(const FineTuneOptions& options);
  Result<FineTuneReport> fine_tune(int steps);

  // Continues the run whose state was loaded with the model, on the same images and by its own
  // recipe; fine_tune then trains further. Returns an error if Trainer::restore does.
  Result<void> resume_training();

  // Changes the recipe of the fine-tuning in progress from the next step on (see
  // Trainer::change_recipe). The recipe is JSON, as in a checkpoint.
  Result<void> change_recipe(const std::string& json);

  // The analyses of the model and the images.
  Analysis& analysis() { return analysis_; }

 private:
  void adopt(Model model, TrainingState training);
  void set_images(Dataset images, Dataset held_out);
  void end_fine_tuning();
  void forget_trainer();

  std::shared_ptr<ThreadTeam> team_;
  Dataset images_;
  VersionedModel model_;
  std::optional<Model> trained_;    // the model in training, if `share` is below 1
  std::vector<Scalar> start_;       // the model's parameters before fine-tuning
  double share_ = 1;                // see FineTuneOptions
  std::optional<Trainer> trainer_;  // refers to the team, the images and the model in training
  Dataset held_out_;                // drawings
  Analysis analysis_{model_, images_, held_out_, *team_};
  TrainingState training_;  // the model's training so far; with moments if a file had them
};

// The model's description as JSON text (see summary_to_json).
Result<std::string> summary_text(const Model& model);

// Noise on images of 784 pixels (see parse_noise). Image i draws from the generator of (seed,
// kNoise, i), as `evaluate` does for test image i.
Result<std::vector<Scalar>> corrupted(std::span<const Scalar> images, std::string_view noise,
                                      std::uint64_t seed);

// Paths between two images of 784 pixels: see line_between and walk_pixels.
Result<std::vector<Scalar>> blend_pixels(std::span<const Scalar> a, std::span<const Scalar> b,
                                         int count);
Result<std::vector<Scalar>> walk_digit(std::span<const Scalar> image, double deviation, int count,
                                       std::uint64_t seed);

// `count` images of noise, up to 10,000: see uniform_images.
Result<std::vector<Scalar>> uniform_noise(int count, std::uint64_t seed);

}  // namespace hourglass
