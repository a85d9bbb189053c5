// Numbers as text and names that were almost right.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hourglass {

// The number in 15 digits, or in the 16 or 17 that it takes to read back as the same, without
// trailing zeros: "0.5", "1e-06".
std::string shortest(double value);

// The number that the whole of `text` spells, or nothing.
std::optional<double> parse_number(std::string_view text);

// The text with U+FFFD in place of what a terminal would obey: control characters, in UTF-8 or as
// bytes of their own, and the marks that turn the direction of text. Lines and tabs stay.
std::string printable(std::string_view text);

// The candidate with the fewest edits from `word` (Levenshtein 1966); the first of equals.
std::string_view nearest(std::string_view word, std::span<const std::string> candidates);

}  // namespace hourglass
