// Ctrl-C, SIGTERM and SIGHUP during a long run: the first requests an orderly stop, the second
// quits immediately.
#pragma once

#include <signal.h>

#include <array>
#include <string_view>

namespace hourglass::cli {

// Catches the signals during its lifetime. Only one instance may exist at a time.
class Interrupt {
 public:
  static constexpr std::string_view kNothingSaved =
      "\nhourglass: stopping; press Ctrl-C again to quit at once\n";
  static constexpr std::string_view kSaving =
      "\nhourglass: finishing this step, then saving; press Ctrl-C again to quit without saving\n";

  // `notice` is printed if the program has not stopped one second after the first signal.
  // It must outlive the program, as a literal does.
  explicit Interrupt(std::string_view notice = kNothingSaved);
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  bool is_requested() const;

 private:
  static constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP, SIGALRM};
  std::array<struct sigaction, kSignals.size()> former_{};
};

}  // namespace hourglass::cli
