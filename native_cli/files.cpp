#include "native_cli/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "native_cli/failure.h"
#include "native_cli/format.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

std::string reason(int error) { return std::generic_category().message(error); }

class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags)
      : number_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool is_open() const { return number_ >= 0; }
  int number() const { return number_; }

  // Whether the system had nothing left to complain about.
  bool close() {
    const int number = std::exchange(number_, -1);
    return number < 0 || ::close(number) == 0;
  }

 private:
  int number_;
};

// The file that a link leads to: the link stays, its target is replaced.
fs::path target_of(const fs::path& path) {
  std::error_code ignored;
  const fs::path target = fs::canonical(path, ignored);
  return target.empty() ? path : target;
}

fs::path folder_of(const fs::path& path) {
  const fs::path folder = path.parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

// Beside the target, so that renaming never copies; by process, so that two runs never share one.
fs::path temporary_for(const fs::path& target) {
  return concat(target.string(), ".tmp.", static_cast<std::int64_t>(::getpid()));
}

bool write_all(int descriptor, ByteSpan content) {
  constexpr std::size_t kMost = std::size_t{1} << 30;  // Linux writes no more than 2 GiB at once
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), std::min(content.size(), kMost));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content = content.subspan(static_cast<std::size_t>(written));
  }
  return ::fsync(descriptor) == 0;
}

void refuse_what_is_no_file(const fs::path& path) {
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  if (fs::is_directory(status)) {
    trouble(path.string(), ": expected the name of a file to write, found a folder");
  }
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    trouble(path.string(), ": expected the name of a file to write, found a device or pipe");
  }
}

// A new empty file beside the target.
void create(const Descriptor& temporary, const fs::path& path) {
  if (temporary.is_open()) return;
  const int error = errno;
  const fs::path folder = folder_of(path);
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    trouble(path.string(), ": expected the folder ", folder.string(), " to write into, found none");
  }
  trouble(path.string(), ": could not be written: ", reason(error));
}

constexpr int kCreateNew = O_WRONLY | O_CREAT | O_TRUNC;

}  // namespace

Bytes read_file(const fs::path& path) {
  const Descriptor file(path, O_RDONLY);
  struct stat status{};
  if (!file.is_open() || ::fstat(file.number(), &status) != 0) {
    trouble(path.string(), ": could not be read: ", reason(errno));
  }
  if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode)) {
    trouble(path.string(), ": expected a file, found a ",
            S_ISDIR(status.st_mode) ? "folder" : "device");
  }
  // One byte more than the size, so that the end is seen without growing. A pipe has no size.
  Bytes content(static_cast<std::size_t>(status.st_size) + 1);
  std::size_t filled = 0;
  while (true) {
    const ssize_t got = ::read(file.number(), content.data() + filled, content.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) trouble(path.string(), ": could not be read: ", reason(errno));
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
    if (filled == content.size()) content.resize(2 * filled);
  }
  content.resize(filled);
  return content;
}

void write_file(const fs::path& path, ByteSpan content) {
  refuse_what_is_no_file(path);
  const fs::path target = target_of(path);
  const fs::path temporary = temporary_for(target);
  Descriptor file(temporary, kCreateNew);
  create(file, path);
  const bool complete = write_all(file.number(), content) && file.close() &&
                        ::rename(temporary.c_str(), target.c_str()) == 0;
  if (!complete) {
    const int error = errno;
    ::unlink(temporary.c_str());
    trouble(path.string(), ": could not be written (", file_size(content.size()),
            "): ", reason(error));
  }
  // The new name is on the disk only when the folder is.
  const Descriptor folder(folder_of(target), O_RDONLY | O_DIRECTORY);
  if (folder.is_open()) ::fsync(folder.number());
}

void check_writable(const fs::path& path) {
  refuse_what_is_no_file(path);
  const fs::path temporary = temporary_for(target_of(path));
  create(Descriptor(temporary, kCreateNew), path);
  ::unlink(temporary.c_str());
}

void remove_file(const fs::path& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
    trouble(path.string(), ": could not be removed: ", reason(errno));
  }
}

}  // namespace hourglass::cli
