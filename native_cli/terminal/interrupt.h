// Ctrl-C, SIGTERM and SIGHUP during a long run: the first requests an orderly stop, the second
// quits immediately.
#pragma once

#include <signal.h>

#include <array>

namespace hourglass::cli {

// Catches the signals during its lifetime. Only one instance may exist at a time.
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
