// An error of the program: one sentence and an exit status. The argument parser throws exceptions,
// so the commands do too, and main reports them. The core returns errors as values; value_of turns
// them into failures.
#pragma once

#include <stdexcept>
#include <string>

#include "core/base/result.h"

namespace hourglass::cli {

enum class ExitStatus : std::uint8_t {
  kSuccess = 0,
  kFailure = 1,        // a problem with data, files or numbers
  kUsageError = 2,     // invalid arguments
  kInterrupted = 130,  // as a shell reports a program ended by SIGINT
};

class Failure : public std::runtime_error {
 public:
  Failure(ExitStatus status, const std::string& sentence)
      : std::runtime_error(sentence), status_(status) {}
  ExitStatus status() const { return status_; }

 private:
  ExitStatus status_;
};

template <class... Parts>
[[noreturn]] void throw_failure(const Parts&... parts) {
  throw Failure(ExitStatus::kFailure, concat(parts...));
}

template <class... Parts>
[[noreturn]] void throw_usage_error(const Parts&... parts) {
  throw Failure(ExitStatus::kUsageError, concat(parts...));
}

// The value of a result of the core. Throws its error as a failure with this exit status.
template <class T>
T value_of(Result<T> result, ExitStatus status = ExitStatus::kFailure) {
  if (!result) throw Failure(status, result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace hourglass::cli
