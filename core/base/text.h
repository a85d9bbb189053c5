// Numbers as text, text made safe for terminals, and spelling suggestions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hourglass {

// The number with 15 significant digits, or with 16 or 17 if it takes that many to read back the
// same number; no trailing zeros: "0.5", "1e-06".
std::string shortest(double value);

// The number that all of `text` spells, or nothing.
std::optional<double> parse_number(std::string_view text);

// The text with U+FFFD in place of everything that a terminal would act on: control characters
// (encoded or as raw bytes) and marks that change the direction of text. Keeps newlines and tabs.
std::string printable(std::string_view text);

// The first candidate with the smallest edit distance to `word` (Levenshtein 1966).
std::string_view nearest(std::string_view word, std::span<const std::string> candidates);

}  // namespace hourglass
