// How the program gives up: one sentence and an exit status. The argument parser reports by
// exceptions, so the commands do too, and main alone catches. The core's errors are values; they
// become failures here.
#pragma once

#include <stdexcept>
#include <string>

#include "core/base/result.h"

namespace hourglass::cli {

enum class ExitStatus : std::uint8_t {
  kSuccess = 0,
  kTrouble = 1,        // data, files, numbers
  kUnusable = 2,       // arguments that ask for nothing that can be done
  kInterrupted = 130,  // as the shell counts a program ended by SIGINT
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
[[noreturn]] void trouble(const Parts&... parts) {
  throw Failure(ExitStatus::kTrouble, concat(parts...));
}

template <class... Parts>
[[noreturn]] void unusable(const Parts&... parts) {
  throw Failure(ExitStatus::kUnusable, concat(parts...));
}

// What the core computed, or its error as a failure: `status` says whose fault it is.
template <class T>
T value_of(Result<T> result, ExitStatus status = ExitStatus::kTrouble) {
  if (!result) throw Failure(status, result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace hourglass::cli
