#include "native_cli/terminal/status_line.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "native_cli/terminal/terminal.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

constexpr std::chrono::milliseconds kMinInterval{100};  // between redraws
constexpr std::string_view kClearLine = "\r\x1b[K";

void repeat(std::string& text, std::string_view mark, std::size_t count) {
  while (count-- > 0) text += mark;
}

void print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

}  // namespace

std::string progress_bar(double fraction, std::size_t width, bool colour) {
  const auto filled = std::min(
      width, static_cast<std::size_t>(std::max(0.0, fraction) * static_cast<double>(width)));
  std::string text;
  if (colour) text += "\x1b[36m";
  repeat(text, "━", filled);
  if (colour) text += "\x1b[39;2m";
  repeat(text, colour ? "━" : "╌", width - filled);
  if (colour) text += "\x1b[22m";
  return text;
}

StatusLine::StatusLine() : redraws_(is_terminal()) {}

bool StatusLine::is_due() const { return redraws_ && Clock::now() - last_drawing_ >= kMinInterval; }

void StatusLine::draw(std::string_view text) {
  last_drawing_ = Clock::now();
  print(concat(kClearLine, text));
  drawn_ = true;
}

void StatusLine::clear() {
  if (std::exchange(drawn_, false)) print(kClearLine);
}

}  // namespace hourglass::cli
