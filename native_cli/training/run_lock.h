// One file, one run: two that write under one name would mix up their states or their logs.
#pragma once

#include <filesystem>

namespace hourglass::cli {

// The file that a run holds while it writes `path`, or what the link of that name leads to: empty,
// and beside it.
std::filesystem::path lock_path(const std::filesystem::path& path);

// Holds lock_path(path) for as long as it lives; the file is gone when a run ends, and free when it
// was killed. Fails if another process holds it, and where the name is taken by a file with
// content.
class RunLock {
 public:
  explicit RunLock(const std::filesystem::path& path);
  ~RunLock();
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

 private:
  std::filesystem::path lock_;
  int descriptor_ = -1;
};

}  // namespace hourglass::cli
