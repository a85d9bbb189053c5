// The JSON Lines file that `train --log FILE.jsonl` writes. Each line is an object with an "event":
//   {"event":"run","model":…,"seed":…,"recipe":{…}}              first, and only once
//   {"event":"step","step":1,"epoch":1,"learning_rate":…,"loss":…}
//   {"event":"epoch","epoch":1,"step":469,"learning_rate":…,"loss":…,"validation_loss":…}
// It holds no times, so that equal runs write equal files.
#pragma once

#include <chrono>
#include <string>

#include "native_cli/training/logs/run_log.h"

namespace hourglass::cli {

inline constexpr std::string_view kStepLogStart = "{\"event\":\"run\",";

class StepLog : public RunLog {
 public:
  // A new run replaces the file. A resumed run keeps the steps up to its own and drops those that
  // it will repeat; steps that the file lacks remain missing.
  StepLog(std::filesystem::path path, const Trainer& trainer, const Model& model);

  void add_step(double loss) override;
  void add_epoch() override;
  void flush() override;
  bool is_whole() const override { return pending_.empty(); }

 private:
  using Clock = std::chrono::steady_clock;

  std::string epoch_line(std::size_t index) const;

  std::filesystem::path path_;
  const Trainer& trainer_;
  std::string pending_;  // lines that are not in the file yet
  bool has_warned_ = false;
  Clock::time_point last_flush_ = Clock::now();
};

}  // namespace hourglass::cli
