#include "native_cli/run_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "native_cli/failure.h"
#include "native_cli/files.h"

namespace hourglass::cli {
namespace {

// Whether the path still leads to the open file: a run that ended may have removed it meanwhile.
bool is_file_at(int descriptor, const std::filesystem::path& path) {
  struct stat open{};
  struct stat named{};
  return ::fstat(descriptor, &open) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         open.st_ino == named.st_ino && open.st_dev == named.st_dev;
}

}  // namespace

RunLock::RunLock(const std::filesystem::path& out) : path_(file_beside(out, ".lock")) {
  do {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor_ < 0) return;  // what cannot be written is told when the run is saved
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) continue;
    const bool is_taken = errno == EWOULDBLOCK;
    ::close(std::exchange(descriptor_, -1));
    if (!is_taken) return;  // a file system without locks
    trouble(out.string(), ": another run is writing it (it holds ", path_.string(),
            "): wait for its end, or choose another --out");
  } while (!is_file_at(descriptor_, path_));
}

RunLock::~RunLock() {
  if (descriptor_ < 0) return;
  ::unlink(path_.c_str());
  ::close(descriptor_);
}

}  // namespace hourglass::cli
