// Ctrl-C and SIGTERM during a long run: the first asks for an orderly end, the second ends at once.
#pragma once

namespace hourglass::cli {

// Signals are caught as long as one of these lives; there is at most one.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  bool requested() const;
};

}  // namespace hourglass::cli
