// The resume file of a run, next to its output: `train --resume` continues exactly from it.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "core/io/checkpoint.h"

namespace hourglass::cli {

// `out` with ".resume" added to its name.
std::filesystem::path resume_path(const std::filesystem::path& out);

class ResumePoint {
 public:
  // Saves the state right away, so that a run that cannot be saved fails before it starts.
  // `command` is the shell command that resumes the run. The model must outlive this object.
  // Without a path, no save is ever due and nothing is written.
  ResumePoint(std::optional<std::filesystem::path> path, std::string command, const Model& model,
              const TrainingState& state);

  // Due 20 save durations after the last save, so that saves take at most a twentieth of the time.
  bool is_due_after_epoch() const { return path_ && since_last() >= 20 * duration_; }
  bool is_due_within_epoch() const;

  // Returns an error if the state itself cannot be saved, for instance because it is not finite. If
  // the file cannot be written, warns once; the next save tries again.
  Result<void> save(const TrainingState& state);

  // Whether the last save succeeded.
  bool is_current() const { return is_current_; }
  void remove() const;

 private:
  using Clock = std::chrono::steady_clock;

  Result<Bytes> encode(const TrainingState& state) const;
  void write(const Bytes& content);
  Clock::duration since_last() const { return Clock::now() - last_; }

  std::optional<std::filesystem::path> path_;
  std::string command_;
  const Model& model_;
  Clock::time_point last_{};
  Clock::duration duration_{};
  bool is_current_ = false;
  bool has_warned_ = false;
};

}  // namespace hourglass::cli
