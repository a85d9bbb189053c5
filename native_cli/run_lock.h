// One output, one run: two that save their state under one name would mix it up.
#pragma once

#include <filesystem>

namespace hourglass::cli {

// Holds "OUT.lock" for as long as it lives; the file is gone when a run ends, and free when it was
// killed. Fails if another process holds it.
class RunLock {
 public:
  explicit RunLock(const std::filesystem::path& out);
  ~RunLock();
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
};

}  // namespace hourglass::cli
