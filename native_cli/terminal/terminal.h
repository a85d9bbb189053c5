// Text for a terminal of any width.
#pragma once

#include <string>
#include <string_view>

namespace hourglass::cli {

// The columns of the terminal that the standard output goes to; elsewhere those that COLUMNS names,
// or 80.
std::size_t terminal_width();

// The text with no line longer than `width`, as far as its words allow. Paragraphs are filled anew,
// an indented line goes on under the beginning of its last column, and a command ends its lines
// with a backslash.
std::string fitted(std::string_view text, std::size_t width);

}  // namespace hourglass::cli
