// A file descriptor (POSIX.1-2017) that closes itself.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <utility>

namespace hourglass::cli {

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags)
      : number_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool is_open() const { return number_ >= 0; }
  int number() const { return number_; }

  // Returns whether the system reported no error.
  bool close() {
    const int number = std::exchange(number_, -1);
    return number < 0 || ::close(number) == 0;
  }

 private:
  int number_;
};

// The system's message for this errno.
std::string system_error_text(int error);

// The status of a file or pipe to read. Fails if it is not open, or is a folder or a device.
struct stat status_of(const Descriptor& file, const std::filesystem::path& path);

}  // namespace hourglass::cli
