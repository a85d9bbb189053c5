// The CSV file of losses that `train --log` writes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/training/trainer.h"

namespace hourglass::cli {

// Whether the file is a loss log, or does not exist.
bool is_free_or_loss_log(const std::filesystem::path& path);

// Appends a row for every epoch. If that fails, the next epoch rewrites the whole file.
class LossLog {
 public:
  // Writes nothing if there is no path. The trainer must outlive the log.
  LossLog(const std::optional<std::filesystem::path>& path, const Trainer& trainer);

  // To be called after the record of an epoch has been added to the history.
  void add_epoch();

 private:
  std::string row_of(std::size_t index) const;
  void rewrite();

  std::optional<std::filesystem::path> path_;
  const Trainer& trainer_;
  bool is_complete_ = false;
  bool has_warned_ = false;
};

}  // namespace hourglass::cli
