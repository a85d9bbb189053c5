// Numbers for people, and lines on the standard output.
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

// With `digits` decimals; "–" for NaN, "∞" for infinity.
std::string fixed(double value, int digits);

// A loss or an error in five decimals, or in three significant digits where those would say little.
std::string error_text(double value);

// Two significant digits: 0.0012, 3.5e-06.
std::string rounded(double value);

// "12.3 s", "4 min 05 s", "2 h 07 min".
std::string duration(double seconds);

// "3.2 MB".
std::string file_size(std::uint64_t bytes);

// A word for the shell, quoted where the shell would read it otherwise.
std::string shell_word(const std::string& word);

// The columns that UTF-8 text takes on a terminal, for the alphabets used here.
std::size_t display_width(std::string_view text);

// One line on the standard error, of something that went on but should be known.
template <class... Parts>
void print_warning(const Parts&... parts) {
  std::fflush(stdout);
  const std::string line = printable(concat("hourglass: warning: ", parts..., '\n'));
  std::fwrite(line.data(), 1, line.size(), stderr);
}

// The words of a text in lines of at most `width` columns; a longer word has a line of its own.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

// One line on the standard output.
template <class... Parts>
void print_line(const Parts&... parts) {
  const std::string line = printable(concat(parts..., '\n'));
  std::fwrite(line.data(), 1, line.size(), stdout);
}

}  // namespace hourglass::cli
