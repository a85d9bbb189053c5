#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <vector>

namespace hourglass {
namespace {

std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t substitution = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({substitution, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

// The size in bytes of the first UTF-8 character in `text`; 1 if `text` begins with invalid UTF-8.
std::size_t character_size(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t size = first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const std::string_view rest = text.substr(1, size - 1);
  const bool is_whole = rest.size() == size - 1 && std::ranges::all_of(rest, [](char byte) {
                          return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
                        });
  return is_whole ? size : 1;
}

// True if a terminal would act on the character instead of showing it.
bool is_terminal_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  const auto last = static_cast<unsigned char>(character.back());
  if (character.size() == 1) {
    const bool is_control = first < 0x20 && first != '\n' && first != '\t';
    return is_control || (first >= 0x7f && first < 0xa0);
  }
  if (character.size() == 2) return first == 0xc2 && last < 0xa0;
  const bool turns =
      (character.starts_with("\xe2\x80") && last >= 0xaa && last <= 0xae) ||  // U+202A…
      (character.starts_with("\xe2\x81") && last >= 0xa6 && last <= 0xa9);    // U+2066…
  return character.size() == 3 && turns;
}

}  // namespace

std::string shortest(double value) {
  // std::to_chars would add 100 kB of tables to the WebAssembly module.
  std::array<char, 32> text{};
  for (int digits = 15; digits <= 17; ++digits) {
    std::snprintf(text.data(), text.size(), "%.*g", digits, value);
    if (std::strtod(text.data(), nullptr) == value) break;
  }
  return text.data();
}

std::optional<double> parse_number(std::string_view text) {
  // libc++ before version 20 (Emscripten's, for one) has no std::from_chars for floating point.
  const std::string terminated(text);
  char* end = nullptr;
  const double value = std::strtod(terminated.c_str(), &end);
  if (text.empty() || end != terminated.c_str() + terminated.size()) return std::nullopt;
  return value;
}

std::string printable(std::string_view text) {
  constexpr std::string_view kReplacement = "\xef\xbf\xbd";  // U+FFFD
  std::string result;
  while (!text.empty()) {
    const std::string_view character = text.substr(0, character_size(text));
    result += is_terminal_control(character) ? kReplacement : character;
    text.remove_prefix(character.size());
  }
  return result;
}

std::string_view nearest(std::string_view word, std::span<const std::string> candidates) {
  const auto best = std::ranges::min_element(candidates, {}, [word](const std::string& candidate) {
    return edit_distance(word, candidate);
  });
  return best == candidates.end() ? std::string_view() : std::string_view(*best);
}

}  // namespace hourglass
