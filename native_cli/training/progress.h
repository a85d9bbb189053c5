// Shows the progress of a training run: it prints a line after every epoch and, on a terminal,
// keeps redrawing a progress line in between.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "core/training/trainer.h"
#include "native_cli/terminal/status_line.h"

namespace hourglass::cli {

// A snapshot of a run.
struct RunSnapshot {
  std::int64_t epoch = 1;  // the current one, counted from 1
  std::int64_t epochs = 1;
  double fraction_done = 0;  // of the whole run, 0…1
  double loss = 0;           // mean over the epoch so far
  double images_per_second = 0;
  double seconds_left = 0;
};

// The progress line in at most `width` columns; a narrow line drops the bar first, then the speed.
std::string progress_line(const RunSnapshot& snapshot, std::size_t width, bool colour);

class Progress {
 public:
  // Shows a run with this recipe that continues from `state`.
  Progress(const Recipe& recipe, const TrainingState& state);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // To be called after every batch.
  void step(const TrainingState& state);

  // To be called after the record of an epoch has been added to the history.
  void epoch_ended(const TrainingState& state, double learning_rate);

  // Erases the progress line, so that something else can be printed.
  void clear() { line_.clear(); }

  // The time and the training speed since this object was created.
  double seconds() const;
  double images_per_second() const;

 private:
  using Clock = std::chrono::steady_clock;

  std::int64_t images_seen(const TrainingState& state) const;

  Recipe recipe_;
  StatusLine line_;
  bool colour_;
  std::int64_t first_image_;  // images that the run had seen before it was resumed
  std::int64_t last_image_;
  Clock::time_point start_ = Clock::now();
};

}  // namespace hourglass::cli
