// Lets only one run at a time write a file: two would mix up their states or their logs.
#pragma once

#include <filesystem>

namespace hourglass::cli {

// The lock file of `path`: an empty file next to it or, if it is a link, next to the link's target.
std::filesystem::path lock_path(const std::filesystem::path& path);

// Holds lock_path(path) during its lifetime, and then removes that file. If the process is killed,
// the file remains, unlocked. Fails if another process holds it, or if a file with content has
// that name.
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

// Removes lock_path(path) if a killed process has left it, so that no process holds it.
void remove_left_lock(const std::filesystem::path& path);

}  // namespace hourglass::cli
