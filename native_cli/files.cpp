#include "native_cli/files.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
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

// Of a file or pipe to read.
struct stat status_of(const Descriptor& file, const fs::path& path) {
  struct stat status{};
  if (!file.is_open() || ::fstat(file.number(), &status) != 0) {
    trouble(path.string(), ": could not be read: ", reason(errno));
  }
  if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode)) {
    trouble(path.string(), ": expected a file, found a ",
            S_ISDIR(status.st_mode) ? "folder" : "device");
  }
  return status;
}

class Mapping : public ByteOwner {
 public:
  Mapping(void* address, std::size_t size) : address_(address), size_(size) {}
  ~Mapping() override { ::munmap(address_, size_); }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  ByteSpan bytes() const { return {static_cast<const std::uint8_t*>(address_), size_}; }

  // The disk reads ahead while the program goes on.
  void announce(ByteSpan part) const override {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const auto first = static_cast<std::size_t>(part.data() - bytes().data());
    const std::size_t begin = first / page * page;
    ::madvise(static_cast<std::uint8_t*>(address_) + begin, first + part.size() - begin,
              MADV_WILLNEED);
  }

 private:
  void* address_;
  std::size_t size_;
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

constexpr std::string_view kTemporary = ".tmp.";

// Beside the target, so that renaming never copies; by process, so that two runs never share one.
fs::path temporary_for(const fs::path& target) {
  return concat(target.string(), kTemporary, static_cast<std::int64_t>(::getpid()));
}

// Whether a process was killed while it wrote this file for the target.
bool is_left_behind(const fs::path& path, const fs::path& target) {
  const std::string name = path.string();
  const std::string prefix = concat(target.string(), kTemporary);
  if (!name.starts_with(prefix)) return false;
  pid_t process = 0;
  const char* const end = name.data() + name.size();
  const auto [rest, error] = std::from_chars(name.data() + prefix.size(), end, process);
  return error == std::errc() && rest == end && process > 0 && ::kill(process, 0) != 0 &&
         errno == ESRCH;
}

void remove_left_behind(const fs::path& target) {
  std::error_code ignored;
  fs::directory_iterator entry(folder_of(target), ignored);
  for (; entry != fs::directory_iterator(); entry.increment(ignored)) {
    const fs::path path = target.parent_path() / entry->path().filename();
    if (is_left_behind(path, target)) ::unlink(path.c_str());
  }
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
  const struct stat status = status_of(file, path);
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

SharedBytes map_file(const fs::path& path) {
  const Descriptor file(path, O_RDONLY);
  const auto size = static_cast<std::size_t>(status_of(file, path).st_size);
  if (size == 0) return read_file(path);  // a pipe, which cannot be mapped, or nothing
  void* const address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number(), 0);
  if (address == MAP_FAILED) trouble(path.string(), ": could not be read: ", reason(errno));
  auto mapping = std::make_shared<const Mapping>(address, size);
  const ByteSpan bytes = mapping->bytes();
  return {bytes, std::move(mapping)};
}

void write_file(const fs::path& path, ByteSpan content) {
  refuse_what_is_no_file(path);
  const fs::path target = target_of(path);
  remove_left_behind(target);
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
