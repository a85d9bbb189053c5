#include "native_cli/files/descriptor.h"

#include <cerrno>
#include <system_error>

#include "native_cli/text/failure.h"

namespace hourglass::cli {

std::string system_error_text(int error) { return std::generic_category().message(error); }

struct stat status_of(const Descriptor& file, const std::filesystem::path& path) {
  struct stat status{};
  if (!file.is_open() || ::fstat(file.number(), &status) != 0) {
    throw_failure(path.string(), ": could not be read: ", system_error_text(errno));
  }
  if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode)) {
    throw_failure(path.string(), ": expected a file, found a ",
                  S_ISDIR(status.st_mode) ? "folder" : "device");
  }
  return status;
}

}  // namespace hourglass::cli
