// Numbers as text, text made safe for terminals, and spelling suggestions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hourglass {

// Writes the number with 15 significant digits, or with 16 or 17 if fewer would not read back as
// the same number. Trailing zeros are dropped: "0.5", "1e-06".
std::string shortest(double value);

// Returns the number if the whole of `text` spells one, otherwise nothing.
std::optional<double> parse_number(std::string_view text);

// Writes U+FFFD instead of everything that a terminal would act on: control characters (encoded or
// as raw bytes) and marks that change the direction of text. Keeps newlines and tabs.
std::string printable(std::string_view text);

// The first candidate with the smallest edit distance to `word` (Levenshtein 1966).
std::string_view nearest(std::string_view word, std::span<const std::string> candidates);

}  // namespace hourglass
