#include "native_cli/training/training_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <tuple>
#include <utility>

#include "core/base/text.h"
#include "core/training/metrics.h"
#include "core/training/ranked_step.h"
#include "native_cli/files/model_file.h"
#include "native_cli/files/write_file.h"
#include "native_cli/ranks/agreement.h"
#include "native_cli/ranks/process_ranks.h"
#include "native_cli/terminal/interrupt.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/text/model_text.h"
#include "native_cli/training/logs/run_log.h"
#include "native_cli/training/progress.h"
#include "native_cli/training/resuming/resume_point.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

Trainer create_trainer(Model& model, TrainingState state, const TrainingData& data,
                       ThreadTeam& team) {
  Ranks* const ranks = process_ranks();
  std::unique_ptr<BatchStep> step;
  if (ranks == nullptr) {
    step = std::make_unique<BatchStep>(model, team);
  } else {
    step = std::make_unique<RankedStep>(model, team, *ranks);
  }
  Trainer trainer = value_of(Trainer::create(model, data.training, std::move(step), state.seed));
  if (state.moments.first.empty()) {
    std::optional<RunRecord> run = std::move(state.run);
    state = trainer.state();
    state.validation_images = data.validation.count();
    state.run = std::move(run);
  }
  value_of(trainer.restore(std::move(state)));
  return trainer;
}

constexpr std::string_view kNothingLearned =
    "is no better than predicting the mean image for every input";

// Warns once during the run; report_outcome warns again at its end.
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

// Suggests what to change after a run with this recipe diverged.
std::string advice_against_divergence(const Recipe& recipe) {
  if (recipe.weight_decay * recipe.learning_rate > 1) {
    return concat("try a --weight-decay below ", shortest(recipe.weight_decay));
  }
  if (recipe.l1 > 1) return concat("try an --l1 below ", shortest(recipe.l1));
  return concat("try an --lr below ", shortest(recipe.learning_rate), ", or --warmup 0.05");
}

// Trains to the end of the recipe, saving regularly. Returns whether the log is whole, or an error
// if the run diverged.
Result<bool> train(Trainer& trainer, const Model& model, const TrainingData& data,
                   const RunSettings& settings, ThreadTeam& team, const Interrupt& interrupt,
                   ResumePoint& resume_point, Progress& progress) {
  const std::unique_ptr<RunLog> log = open_log(settings.log, trainer, model);
  bool warned = false;
  while (!trainer.is_finished()) {
    const Result<double> loss = trainer.step();
    if (!loss) return std::unexpected(loss.error());
    if (const std::int64_t step = trainer.state().step; step <= settings.printed_losses) {
      progress.clear();
      print_line("step ", step, "  loss ", shortest(*loss));
    }
    log->add_step(*loss);
    progress.step(trainer.state());
    if (trainer.at_epoch_end()) {
      const std::uint64_t seed = trainer.state().seed;
      trainer.finish_epoch(validation_loss(model, data.validation, seed, team),
                           explained_in_training(model, data.training, seed, team));
      progress.epoch_ended(trainer.state(), trainer.learning_rate(trainer.state().step - 1));
      warn_of_nothing_learned(trainer.state(), warned);
      log->add_epoch();
    }
    const bool is_due = resume_point.is_due_within_epoch() ||
                        (trainer.at_epoch_end() && resume_point.is_due_after_epoch());
    const Requests requests = agree_on({.save = is_due, .stop = interrupt.is_requested()});
    const bool ends = requests.stop && !trainer.is_finished();
    if (ends || requests.save) {
      log->flush();
      if (const Result<void> saved = resume_point.save(trainer.state()); !saved) {
        return std::unexpected(saved.error());
      }
    }
    if (!ends) continue;
    progress.clear();
    end_together();
    throw Failure(ExitStatus::kInterrupted,
                  concat("interrupted at step ", trainer.state().step, " of ", trainer.steps(),
                         resume_point.is_current() ? "" : ", which could not be saved",
                         "; to resume", resume_point.is_current() ? "" : " from the last save",
                         ": ", settings.resume_command));
  }
  log->flush();
  return log->is_whole();
}

// Fails unless the diverged run has a best epoch to write. Removes the resume file, because the run
// would only diverge again.
void keep_best_of_diverged(const Trainer& trainer, const Model& model,
                           const ResumePoint& resume_point) {
  resume_point.remove();
  const bool has_best = trainer.state().best_epoch > 0;
  const std::string sentence = concat(
      model.spec.name, ": the training diverged at step ", trainer.state().step + 1,
      ": its loss or the optimiser's moments are no longer finite",
      has_best ? "" : "; no file was written", "; ", advice_against_divergence(model.spec.recipe));
  if (!has_best) {
    end_together();
    throw_failure(sentence);
  }
  print_warning(sentence);
}

// Encodes the finished file, in float32 if the weights exceed the range of the requested float16.
Bytes encode_finished(const Model& model, TrainingState state) {
  const RunRecord run = *state.run;
  // The record has no file name, so extending the run replaces this file even if it was renamed.
  state.run = RunRecord{.pixels_crc32 = run.pixels_crc32,
                        .float16 = run.float16,
                        .keep_optimizer = run.keep_optimizer};
  if (!run.keep_optimizer) state.moments = {};
  if (run.float16) {
    if (Result<Bytes> content = save_checkpoint(model, state, WeightPrecision::kFloat16)) {
      return *std::move(content);
    }
    print_warning(model.spec.name,
                  ": the weights exceed the range of float16 and are written as float32");
  }
  return value_of(save_checkpoint(model, state, WeightPrecision::kFloat32));
}

}  // namespace

std::optional<double> validation_loss(const Model& model, const Dataset& images, std::uint64_t seed,
                                      ThreadTeam& team) {
  if (images.count() == 0) return std::nullopt;
  return value_of(evaluate(model, images, {.noise = model.spec.recipe.noise, .seed = seed}, team))
      .loss;
}

void report_file(const Model& model, const RunSettings& settings) {
  print_line(settings.out.string(), ": ", file_size(fs::file_size(settings.out)), ", ",
             size_text(model));
  const std::string file = shell_word(settings.out.string());
  print_line("Try: hourglass evaluate ", file, settings.data_option);
  print_line("     hourglass reconstruct ", file, settings.data_option,
             " --count 5 --out strip.png");
}

void warn_of_smaller_team(const ThreadTeam& team, int asked) {
  if (team.size() == asked) return;
  if (rank_count() > 1) {
    throw_failure("expected ", asked, " threads on every rank, but the system started only ",
                  team.size());
  }
  print_warning("expected ", asked, " threads, but the system started only ", team.size(),
                "; the result is that of a run with --threads ", team.size());
}

void run_training(Model& model, TrainingState state, const TrainingData& data,
                  const RunSettings& settings) {
  const Interrupt interrupt(Interrupt::kSaving);
  const int threads = state.threads / rank_count();
  ThreadTeam team(threads);
  warn_of_smaller_team(team, threads);
  Trainer trainer = create_trainer(model, std::move(state), data, team);
  const auto path = writes_files() ? std::optional(resume_path(settings.out)) : std::nullopt;
  ResumePoint resume_point(path, settings.resume_command, model, trainer.state());
  Progress progress(model.spec.recipe, trainer.state());
  const Result<bool> done =
      train(trainer, model, data, settings, team, interrupt, resume_point, progress);
  if (!done) {
    progress.clear();
    keep_best_of_diverged(trainer, model, resume_point);
  } else {
    std::ignore = resume_point.save(trainer.state());
  }
  trainer.keep_best();
  if (!writes_files()) return;
  try {
    write_file(settings.out, encode_finished(model, trainer.state()));
  } catch (const Failure& failure) {
    throw Failure(failure.status(),
                  concat(failure.what(),
                         "; when that is fixed, finish the run with: ", settings.resume_command));
  }
  resume_point.remove();
  print_line("Trained in ", duration(progress.seconds()), ".");
  report_outcome(model, trainer.state());
  report_file(model, settings);
  if (done && !*done) {
    throw_failure(settings.log->string(), ": the last losses could not be written; ",
                  settings.out.string(), " is complete");
  }
}

}  // namespace hourglass::cli
