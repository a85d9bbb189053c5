// Ctrl-C, SIGTERM and SIGHUP during a long run: the first asks for an orderly end, the second ends
// at once.
#pragma once

#include <signal.h>

#include <array>

namespace hourglass::cli {

// Signals are caught as long as one of these lives; there is at most one.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  bool is_requested() const;

 private:
  static constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP, SIGALRM};
  std::array<struct sigaction, kSignals.size()> former_{};
};

}  // namespace hourglass::cli
