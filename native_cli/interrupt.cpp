#include "native_cli/interrupt.h"

#include <unistd.h>

#include <atomic>
#include <csignal>

namespace hourglass::cli {
namespace {

std::atomic<bool> asked_to_end = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may touch nothing else");

void handle(int signal) {
  if (asked_to_end.exchange(true)) ::_exit(128 + signal);
}

void install(void (*handler)(int)) {
  struct sigaction action{};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

Interrupt::Interrupt() {
  asked_to_end = false;
  install(handle);
}

Interrupt::~Interrupt() { install(SIG_DFL); }

bool Interrupt::requested() const { return asked_to_end; }

}  // namespace hourglass::cli
