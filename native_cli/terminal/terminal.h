// What the terminal on the standard output can show, and text that fits its width.
#pragma once

#include <string>
#include <string_view>

namespace hourglass::cli {

// True if the standard output is a terminal on which lines can be redrawn.
bool is_terminal();

// True unless $NO_COLOR is set (https://no-color.org).
bool wants_colour();

// The width of the terminal on the standard output; without a terminal, $COLUMNS or 80.
std::size_t terminal_width();

// Wraps the text to at most `width` columns, as far as its words allow. Paragraphs are refilled, an
// indented line continues below the start of its last column, and a wrapped command gets
// backslashes at the ends of its lines.
std::string fitted(std::string_view text, std::size_t width);

}  // namespace hourglass::cli
