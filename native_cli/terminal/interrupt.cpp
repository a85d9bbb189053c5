#include "native_cli/terminal/interrupt.h"

#include <time.h>
#include <unistd.h>

#include <atomic>
#include <tuple>

namespace hourglass::cli {
namespace {

// A signal handler may use only lock-free atomics and async-signal-safe functions.
std::atomic<bool> is_stop_requested = false;
std::atomic<std::int64_t> requested_at = 0;  // milliseconds
std::string_view waiting_notice;             // changes only while the signals have other handlers
static_assert(std::atomic<bool>::is_always_lock_free &&
              std::atomic<std::int64_t>::is_always_lock_free);

std::int64_t milliseconds_now() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

void request_stop(int signal) {
  if (!is_stop_requested.exchange(true)) {
    requested_at = milliseconds_now();
    ::alarm(1);
    return;
  }
  // `timeout`, or a terminal that is closed, sends a signal to the program and then another one to
  // its process group. A second signal within this time is therefore ignored.
  constexpr std::int64_t kSameMoment = 500;
  if (milliseconds_now() - requested_at > kSameMoment) ::_exit(128 + signal);
}

// Runs one second after the first signal if the program has not stopped.
void print_waiting_notice(int /*signal*/) {
  std::ignore = ::write(STDERR_FILENO, waiting_notice.data(), waiting_notice.size());
}

}  // namespace

Interrupt::Interrupt(std::string_view notice) {
  waiting_notice = notice;
  is_stop_requested = false;
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    struct sigaction action{};
    action.sa_handler = kSignals[i] == SIGALRM ? print_waiting_notice : request_stop;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    ::sigaction(kSignals[i], nullptr, &former_[i]);
    // Signals that the caller ignores stay ignored, as with nohup.
    if (former_[i].sa_handler != SIG_IGN) ::sigaction(kSignals[i], &action, nullptr);
  }
}

Interrupt::~Interrupt() {
  ::alarm(0);
  for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &former_[i], nullptr);
}

bool Interrupt::is_requested() const { return is_stop_requested; }

}  // namespace hourglass::cli
