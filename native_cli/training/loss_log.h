// The table of losses that `train --log` writes, as CSV.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/training/trainer.h"

namespace hourglass::cli {

// Whether the file is a table of losses, or is not there.
bool may_be_log(const std::filesystem::path& path);

// A row is added for every epoch; what could not be written is written with the next row.
class LossLog {
 public:
  // Without a path nothing is written. The trainer must outlive the log.
  LossLog(const std::optional<std::filesystem::path>& path, const Trainer& trainer);

  // After the record of an epoch has been added to the history.
  void add_epoch();

 private:
  std::string row_of(std::size_t index) const;
  void rewrite();

  std::optional<std::filesystem::path> path_;
  const Trainer& trainer_;
  bool is_complete_ = false;
  bool is_told_ = false;
};

}  // namespace hourglass::cli
