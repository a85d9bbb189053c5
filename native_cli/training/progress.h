// What a person sees of a training run: on a terminal one line that is redrawn, elsewhere nothing
// between epochs; in both a line for every epoch that ended.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "core/training/trainer.h"

namespace hourglass::cli {

// One moment of a run.
struct Moment {
  std::int64_t epoch = 1;  // the one under way, counted from 1
  std::int64_t epochs = 1;
  double share = 0;  // of the whole run, 0…1
  double loss = 0;   // mean over the epoch so far
  double images_per_second = 0;
  double seconds_left = 0;
};

// The moment in at most `width` columns; where they are few, the bar goes first, then the speed.
std::string progress_line(const Moment& moment, std::size_t width, bool colour);

class Progress {
 public:
  // Of a run by `recipe` that stands at `state`.
  Progress(const Recipe& recipe, const TrainingState& state);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // After every batch.
  void step(const TrainingState& state);

  // After the record of an epoch has been added to the history.
  void epoch_ended(const TrainingState& state, double learning_rate);

  // Takes the redrawn line away, so that something else can be printed.
  void clear();

  // Since the beginning.
  double seconds() const;
  double images_per_second() const;

 private:
  using Clock = std::chrono::steady_clock;

  std::int64_t images_seen(const TrainingState& state) const;

  Recipe recipe_;
  bool redraws_;
  bool colour_;
  bool drawn_ = false;
  std::int64_t first_image_;  // seen before this run was resumed
  std::int64_t last_image_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_drawing_{};
};

}  // namespace hourglass::cli
