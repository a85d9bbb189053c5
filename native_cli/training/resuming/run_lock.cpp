#include "native_cli/training/resuming/run_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "native_cli/files/write_file.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

// Whether the path still names the open file: a run that ended may have removed it meanwhile.
bool is_file_at(const struct stat& open, const std::filesystem::path& path) {
  struct stat named{};
  return ::lstat(path.c_str(), &named) == 0 && open.st_ino == named.st_ino &&
         open.st_dev == named.st_dev;
}

}  // namespace

std::filesystem::path lock_path(const std::filesystem::path& path) {
  return file_beside(target_of(path), ".run-lock");
}

RunLock::RunLock(const std::filesystem::path& path) : lock_(lock_path(path)) {
  struct stat status{};
  do {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = ::open(lock_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor_ < 0) return;  // saving the run will report the problem
    if (::fstat(descriptor_, &status) != 0 || status.st_size > 0) {
      ::close(std::exchange(descriptor_, -1));
      throw_failure(lock_.string(),
                    ": expected no file of this name, because the run needs it for its lock on ",
                    path.string(), ", found one with content");
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) continue;
    const bool is_taken = errno == EWOULDBLOCK;
    ::close(std::exchange(descriptor_, -1));
    if (!is_taken) return;  // a file system without locks
    throw_failure(path.string(), ": another run is writing it (and holds ", lock_.string(),
                  "): wait until it has ended, or choose another name");
  } while (!is_file_at(status, lock_));
}

RunLock::~RunLock() {
  if (descriptor_ < 0) return;
  ::unlink(lock_.c_str());
  ::close(descriptor_);
}

void remove_left_lock(const std::filesystem::path& path) {
  const std::filesystem::path lock = lock_path(path);
  const int descriptor = ::open(lock.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return;
  struct stat status{};
  if (::fstat(descriptor, &status) == 0 && status.st_size == 0 &&
      ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 && is_file_at(status, lock)) {
    ::unlink(lock.c_str());
  }
  ::close(descriptor);
}

}  // namespace hourglass::cli
