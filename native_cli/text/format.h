// Formats numbers and text for people, and prints lines.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/text.h"

namespace hourglass::cli {

// 808494 → "808,494".
std::string with_commas(std::uint64_t number);

// The number with `digits` decimals; "–" for NaN, "∞" for infinity.
std::string fixed(double value, int digits);

// A loss or an error with five decimals, or with three significant digits below 0.0001.
std::string error_text(double value);

// The number with two significant digits: 0.0012, 3.5e-06.
std::string rounded(double value);

// "12.3 s", "4 min 05 s", "2 h 07 min".
std::string duration(double seconds);

// "3.2 MB".
std::string file_size(std::uint64_t bytes);

// The word as a shell argument, quoted if needed. A word that looks like an option gets "./" in
// front.
std::string shell_word(const std::string& word);

// The terminal columns that UTF-8 text takes, at one column per code point.
std::size_t display_width(std::string_view text);

// Prints a warning to the standard error.
template <class... Parts>
void print_warning(const Parts&... parts) {
  std::fflush(stdout);
  const std::string line = printable(concat("hourglass: warning: ", parts..., '\n'));
  std::fwrite(line.data(), 1, line.size(), stderr);
}

// Wraps text into lines of at most `width` columns. A longer word is broken after a dash if it has
// one; otherwise it gets a line of its own.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

// Prints a line to the standard output.
template <class... Parts>
void print_line(const Parts&... parts) {
  const std::string line = printable(concat(parts..., '\n'));
  std::fwrite(line.data(), 1, line.size(), stdout);
}

}  // namespace hourglass::cli
