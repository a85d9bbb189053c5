#include "native_cli/training_run.h"

#include <chrono>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/base/text.h"
#include "core/models/pca.h"
#include "core/training/metrics.h"
#include "native_cli/failure.h"
#include "native_cli/files.h"
#include "native_cli/format.h"
#include "native_cli/interrupt.h"
#include "native_cli/model_file.h"
#include "native_cli/progress.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kSaveInterval{30};

// The recipe's loss on held-out images: as noisy as those in training, without the penalty.
std::optional<double> validation_loss(const Model& model, const Dataset& images, std::uint64_t seed,
                                      ThreadTeam& team) {
  if (images.count() == 0) return std::nullopt;
  const Recipe& recipe = model.spec.recipe;
  const Metrics metrics = value_of(evaluate(model, images, recipe.noise, seed, team));
  return recipe.loss == Loss::kBce ? metrics.bce : metrics.mse;
}

void write_log(const fs::path& path, const Trainer& trainer) {
  std::string text = "epoch,step,learning_rate,loss,validation_loss\n";
  std::int64_t epoch = 0;
  for (const EpochRecord& record : trainer.state().history) {
    ++epoch;
    const std::int64_t step = epoch * trainer.steps_per_epoch();
    text += concat(epoch, ',', step, ',', shortest(trainer.learning_rate(step - 1)), ',',
                   shortest(record.loss), ',',
                   record.validation_loss ? shortest(*record.validation_loss) : "", '\n');
  }
  write_file(path, Bytes(text.begin(), text.end()));
}

// Keeps FILE.resume young.
class ResumePoint {
 public:
  ResumePoint(const fs::path& out, const Model& model) : path_(resume_path(out)), model_(model) {}

  void save(const TrainingState& state) {
    save_model(path_, model_, state, WeightPrecision::kFloat32);
    last_save_ = Clock::now();
  }
  bool is_due() const { return Clock::now() - last_save_ >= kSaveInterval; }
  void remove() const { remove_file(path_); }

 private:
  fs::path path_;
  const Model& model_;
  Clock::time_point last_save_ = Clock::now();
};

Trainer create_trainer(Model& model, TrainingState state, const TrainingData& data,
                       ThreadTeam& team) {
  Trainer trainer = value_of(Trainer::create(model, data.training, team, state.seed));
  if (state.moments.first.empty()) {
    state = trainer.state();
    state.validation_images = data.validation.count();
  }
  value_of(trainer.restore(std::move(state)));
  return trainer;
}

constexpr std::string_view kNothingLearned =
    "is no better than printing the mean image for every input";

// Says so once while the run goes on, and again at its end.
void warn_of_nothing_learned(const TrainingState& state, bool& warned) {
  if (warned || !is_no_better_than_mean_image(state.history.back())) return;
  print_warning("after epoch ", state.history.size(), " the output ", kNothingLearned);
  warned = true;
}

void report_outcome(const Model& model, const TrainingState& state) {
  const EpochRecord record = *outcome(state);
  if (state.best_epoch > 0) {
    print_line(
        std::cmp_less(state.history.size(), model.spec.recipe.epochs) ? "Stopped early. " : "",
        "Kept the weights of epoch ", state.best_epoch, ", whose validation loss was ",
        error_text(*record.validation_loss), '.');
  }
  if (is_no_better_than_mean_image(record)) {
    print_warning(model.spec.name, " has learned nothing: its output ", kNothingLearned,
                  "; train longer, or try another --lr, --warmup or --seed");
  }
}

// Steps to the end of the recipe, saving on the way.
void train(Trainer& trainer, const Model& model, const TrainingData& data,
           const RunSettings& settings, ThreadTeam& team, ResumePoint& resume_point,
           Progress& progress) {
  const Interrupt interrupt;
  bool warned = false;
  while (!trainer.is_finished()) {
    value_of(trainer.step());
    progress.step(trainer.state());
    if (trainer.at_epoch_end()) {
      trainer.finish_epoch(validation_loss(model, data.validation, trainer.state().seed, team));
      progress.epoch_ended(trainer.state(), trainer.learning_rate(trainer.state().step - 1));
      warn_of_nothing_learned(trainer.state(), warned);
      if (settings.log) write_log(*settings.log, trainer);
    }
    const bool ends = interrupt.requested();
    if (trainer.at_epoch_end() || ends || resume_point.is_due()) resume_point.save(trainer.state());
    if (!ends || trainer.is_finished()) continue;
    progress.clear();
    throw Failure(ExitStatus::kInterrupted,
                  concat("interrupted at step ", trainer.state().step, " of ", trainer.steps(),
                         "; to go on: ", settings.resume_command));
  }
}

void report_file(const Model& model, const RunSettings& settings) {
  print_line(settings.out.string(), ": ", file_size(fs::file_size(settings.out)), ", ",
             size_text(model), settings.precision == WeightPrecision::kFloat16 ? ", float16" : "");
  const std::string file = shell_word(settings.out.string());
  print_line("Try: hourglass evaluate ", file);
  print_line("     hourglass reconstruct ", file, " --count 5 --out strip.png");
}

}  // namespace

fs::path resume_path(const fs::path& out) { return concat(out.string(), ".resume"); }

void run_training(Model& model, TrainingState state, const TrainingData& data,
                  const RunSettings& settings) {
  ThreadTeam team(state.threads);
  Trainer trainer = create_trainer(model, std::move(state), data, team);
  ResumePoint resume_point(settings.out, model);
  resume_point.save(trainer.state());
  Progress progress(model.spec.recipe, trainer.state());
  train(trainer, model, data, settings, team, resume_point, progress);

  if (settings.log) write_log(*settings.log, trainer);
  trainer.keep_best();
  TrainingState finished = trainer.state();
  if (!settings.keep_optimizer) finished.moments = {};
  save_model(settings.out, model, finished, settings.precision);
  resume_point.remove();
  print_line("Trained in ", duration(progress.seconds()), ".");
  report_outcome(model, finished);
  report_file(model, settings);
}

void run_fit(Model& model, const TrainingState& state, const TrainingData& data,
             const RunSettings& settings) {
  const Clock::time_point start = Clock::now();
  ThreadTeam team(state.threads);
  value_of(fit_pca(model, data.training, team));
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  TrainingState fitted{.seed = state.seed,
                       .images = data.training.count(),
                       .validation_images = data.validation.count()};
  save_model(settings.out, model, fitted, settings.precision);

  const std::vector<double>& variances = model.spectrum->variances;
  const double explained = std::accumulate(variances.begin(), variances.end(), 0.0);
  const std::optional<double> loss = validation_loss(model, data.validation, state.seed, team);
  print_line("Fitted in ", duration(seconds), ": ", variances.size(), " components explain ",
             fixed(100 * explained / model.spectrum->total_variance, 2), " % of the variance",
             loss ? concat("; validation MSE ", error_text(*loss)) : "", ".");
  report_file(model, settings);
}

}  // namespace hourglass::cli
