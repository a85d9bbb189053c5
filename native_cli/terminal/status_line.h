// One line at the bottom of the terminal that shows progress and keeps being redrawn. Without a
// terminal nothing is drawn.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace hourglass::cli {

// A bar of which this fraction is filled; `width` is in columns.
std::string progress_bar(double fraction, std::size_t width, bool colour);

class StatusLine {
 public:
  StatusLine();
  ~StatusLine() { clear(); }
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  // Whether the line may be redrawn now: there is a terminal, and the last drawing is a while ago.
  bool is_due() const;

  void draw(std::string_view text);

  // Erases the line, so that something else can be printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  bool redraws_;
  bool drawn_ = false;
  Clock::time_point last_drawing_{};
};

}  // namespace hourglass::cli
