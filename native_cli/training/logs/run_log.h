// The file that `train --log` writes while a run lasts: a CSV file with a row per epoch, or a JSON
// Lines file (https://jsonlines.org) with a line per step and per epoch.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "core/training/trainer.h"

namespace hourglass::cli {

// Whether the file is a log of the format that its name asks for, or does not exist.
bool is_free_or_run_log(const std::filesystem::path& path);

// A log of nothing; its subclasses write files. If writing fails during the run, a log warns once
// and tries again later.
class RunLog {
 public:
  RunLog() = default;
  virtual ~RunLog() = default;
  RunLog(const RunLog&) = delete;
  RunLog& operator=(const RunLog&) = delete;

  // To be called after every step.
  virtual void add_step(double /*loss*/) {}

  // To be called after the record of an epoch has been added to the history.
  virtual void add_epoch() {}

  // To be called before the state of the run is saved, so that the file never lacks a step that a
  // resumed run will not repeat.
  virtual void flush() {}

  // Whether the file has every line so far.
  virtual bool is_whole() const { return true; }
};

// The log at this path: JSON Lines if the name ends with .jsonl, otherwise CSV. Without a path,
// the log writes nothing. The trainer must outlive the log.
std::unique_ptr<RunLog> open_log(const std::optional<std::filesystem::path>& path,
                                 const Trainer& trainer, const Model& model);

}  // namespace hourglass::cli
