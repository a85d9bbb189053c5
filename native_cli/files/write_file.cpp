#include "native_cli/files/write_file.h"

#include <signal.h>
#include <sys/file.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <optional>
#include <tuple>

#include "native_cli/files/descriptor.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

fs::path folder_of(const fs::path& path) {
  const fs::path folder = path.parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

// The path of a temporary file: in the target's folder, so that renaming never copies, and named
// after the target and a process: "NAME.hourglass-tmp.7", or "NAME.hourglass-tmp.7-1" and so on if
// that name is taken.
fs::path temporary_path(const fs::path& target, std::int64_t process, int attempt) {
  return file_beside(
      target, concat(kTemporaryMark, process, attempt > 0 ? concat('-', attempt) : std::string()));
}

// The process that wrote this temporary file for the target; nullopt if it is not such a file.
std::optional<pid_t> writer_of(const fs::path& path, const fs::path& target) {
  const std::string name = path.filename().string();
  const std::size_t ending = name.rfind(kTemporaryMark);
  if (ending == std::string::npos) return std::nullopt;
  const char* at = name.data() + ending + kTemporaryMark.size();
  const char* const last = name.data() + name.size();
  const auto read_number = [&at, last](auto& number) {
    const auto [rest, error] = std::from_chars(at, last, number);
    at = rest;
    return error == std::errc();
  };
  pid_t process = 0;
  if (!read_number(process) || process <= 0) return std::nullopt;
  int attempt = 0;
  if (at != last && *at == '-' && !read_number(attempt)) return std::nullopt;
  attempt = -attempt;  // the dash was read as a sign
  const bool is_of_target = temporary_path(target, process, attempt).filename() == name;
  if (at != last || !is_of_target) return std::nullopt;
  return process;
}

// Each writer locks its temporary file. The lock identifies a live writer even in another
// container, where a live process may have an id that is unused here.
bool lock(const Descriptor& file) { return ::flock(file.number(), LOCK_EX | LOCK_NB) == 0; }

// A new, empty and locked file next to a target. The destructor removes the file unless it has
// replaced the target.
class TemporaryFile {
 public:
  explicit TemporaryFile(const fs::path& target) {
    constexpr int kMaxAttempts = 100;
    for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
      path_ = temporary_path(target, ::getpid(), attempt);
      file_.emplace(path_, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
      if (!file_->is_open()) {
        error_ = errno;
        if (error_ == EEXIST) continue;
        return;
      }
      lock(*file_);
      // Before the lock, another process may have removed the file as abandoned.
      struct stat status{};
      if (::fstat(file_->number(), &status) == 0 && status.st_nlink > 0) {
        error_ = 0;
        return;
      }
    }
  }
  ~TemporaryFile() {
    if (error_ == 0 && !is_renamed_) ::unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  // The errno if the file could not be created; 0 otherwise.
  int error() const { return error_; }
  const Descriptor& file() const { return *file_; }

  // Renames the file to the target and returns whether that succeeded. The file stays open, and
  // therefore locked, until then.
  bool replace(const fs::path& target) {
    is_renamed_ = ::rename(path_.c_str(), target.c_str()) == 0;
    return is_renamed_ && file_->close();
  }

 private:
  fs::path path_;
  std::optional<Descriptor> file_;
  int error_ = EEXIST;
  bool is_renamed_ = false;
};

// Gives the new file the permissions of the file that it replaces and, if allowed, its owner.
void copy_attributes(const Descriptor& file, const fs::path& target) {
  struct stat status{};
  if (::stat(target.c_str(), &status) != 0) return;
  std::ignore = ::fchown(file.number(), status.st_uid, status.st_gid);
  ::fchmod(file.number(), status.st_mode & 07777);
}

bool write_fully(int descriptor, ByteSpan content) {
  // Linux writes no more than 2 GiB at once.
  constexpr std::size_t kMaxWrite = std::size_t{1} << 30;
  while (!content.empty()) {
    const ssize_t written =
        ::write(descriptor, content.data(), std::min(content.size(), kMaxWrite));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content = content.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

// Fails if the path leads to a folder, a device or a pipe.
void check_names_a_file(const fs::path& path) {
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  if (fs::is_directory(status)) {
    throw_failure(path.string(), ": expected the name of a file to write, found a folder");
  }
  // A name like /dev/stdout may lead to a file that another program has opened.
  const std::string folder = fs::absolute(path, ignored).parent_path().string();
  const bool is_device = folder == "/dev" || folder == "/dev/fd" || folder.starts_with("/proc/");
  if (is_device || (fs::exists(status) && !fs::is_regular_file(status))) {
    throw_failure(path.string(), ": expected the name of a file to write, found a device or pipe");
  }
}

// Fails if the sticky bit of the target's folder keeps this user from replacing the target.
void check_may_replace(const fs::path& target, const fs::path& path) {
  struct stat folder{};
  struct stat file{};
  if (::stat(folder_of(target).c_str(), &folder) != 0 || ::stat(target.c_str(), &file) != 0) return;
  const uid_t user = ::geteuid();
  const bool is_owner = user == 0 || user == folder.st_uid || user == file.st_uid;
  if ((folder.st_mode & S_ISVTX) != 0 && !is_owner) {
    throw_failure(path.string(),
                  ": could not be written: it belongs to another user, and only its owner "
                  "may replace it in ",
                  folder_of(target).string());
  }
}

[[noreturn]] void report_unwritable(const fs::path& path, const fs::path& target, int error) {
  const fs::path folder = folder_of(target);
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    throw_failure(path.string(), ": expected a folder ", folder.string(),
                  " to write to, found none");
  }
  throw_failure(path.string(), ": could not be written: ", system_error_text(error));
}

}  // namespace

void write_file(const fs::path& path, ByteSpan content) {
  check_names_a_file(path);
  remove_left_temporaries(path);
  const fs::path target = target_of(path);
  TemporaryFile temporary(target);
  if (temporary.error() != 0) report_unwritable(path, target, temporary.error());
  copy_attributes(temporary.file(), target);
  const int descriptor = temporary.file().number();
  if (!write_fully(descriptor, content) || ::fsync(descriptor) != 0 || !temporary.replace(target)) {
    const int error = errno;
    throw_failure(path.string(), ": could not be written (", file_size(content.size()),
                  "): ", system_error_text(error));
  }
  // The new name is on the disk only after the folder has been synchronised.
  const Descriptor folder(folder_of(target), O_RDONLY | O_DIRECTORY);
  if (folder.is_open()) ::fsync(folder.number());
}

void remove_left_temporaries(const fs::path& path) {
  const fs::path target = target_of(path);
  std::error_code ignored;
  fs::directory_iterator entry(folder_of(target), ignored);
  for (; entry != fs::directory_iterator(); entry.increment(ignored)) {
    const fs::path temporary = folder_of(target) / entry->path().filename();
    const auto writer = writer_of(temporary, target);
    if (!writer || (*writer != ::getpid() && !has_ended(*writer))) continue;
    const Descriptor file(temporary, O_RDONLY | O_NOFOLLOW);
    if (file.is_open() && lock(file)) ::unlink(temporary.c_str());
  }
}

bool has_ended(pid_t process) {
  if (::kill(process, 0) != 0) return errno == ESRCH;
  // "NUMBER (NAME) STATE …", where the name may hold anything; see proc(5).
  std::ifstream file(concat("/proc/", process, "/stat"));
  std::string status;
  std::getline(file, status, '\0');
  const std::size_t state = status.rfind(')') + 2;
  return state < status.size() && (status[state] == 'Z' || status[state] == 'X');
}

bool append_to_file(const fs::path& path, ByteSpan content) {
  Descriptor file(path, O_WRONLY | O_APPEND);
  struct stat before{};
  if (!file.is_open() || ::fstat(file.number(), &before) != 0) return false;
  if (write_fully(file.number(), content) && file.close()) return true;
  std::ignore = ::truncate(path.c_str(), before.st_size);
  return false;
}

void check_writable(const fs::path& path) {
  check_names_a_file(path);
  const fs::path target = target_of(path);
  struct stat ignored{};
  if (::lstat(target.c_str(), &ignored) != 0 && errno == ENAMETOOLONG) {
    throw_failure(path.string(), ": could not be written: ", system_error_text(ENAMETOOLONG));
  }
  check_may_replace(target, path);
  const TemporaryFile temporary(target);
  if (temporary.error() != 0) report_unwritable(path, target, temporary.error());
}

fs::path file_beside(const fs::path& path, std::string_view ending) {
  constexpr std::size_t kMaxNameBytes = 255;
  std::string name = path.filename().string();
  if (name.size() > kMaxNameBytes - ending.size()) {
    const uLong sum = ::crc32_z(0, reinterpret_cast<const Bytef*>(name.data()), name.size());
    const std::string mark = concat('~', sum);
    name.resize(kMaxNameBytes - ending.size() - mark.size());
    name += mark;
  }
  return path.parent_path() / (name + std::string(ending));
}

fs::path target_of(fs::path path) {
  constexpr int kMaxLinks = 40;  // as in Linux
  std::error_code ignored;
  for (int links = 0; links < kMaxLinks && fs::is_symlink(path, ignored); ++links) {
    path = path.parent_path() / fs::read_symlink(path, ignored);
  }
  return path;
}

void create_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) {
    throw_failure(path.string(), ": the folder could not be created: ", error.message());
  }
}

void remove_file(const fs::path& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
    throw_failure(path.string(), ": could not be removed: ", system_error_text(errno));
  }
}

}  // namespace hourglass::cli
