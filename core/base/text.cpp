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

}  // namespace

std::string shortest(double value) {
  // std::to_chars would bring 100 kB of tables into the WebAssembly module.
  std::array<char, 32> text{};
  for (int digits = 15; digits <= 17; ++digits) {
    std::snprintf(text.data(), text.size(), "%.*g", digits, value);
    if (std::strtod(text.data(), nullptr) == value) break;
  }
  return text.data();
}

std::optional<double> parse_number(std::string_view text) {
  // libc++ before 20, Emscripten's among them, has no std::from_chars for floating point.
  const std::string terminated(text);
  char* end = nullptr;
  const double value = std::strtod(terminated.c_str(), &end);
  if (text.empty() || end != terminated.c_str() + terminated.size()) return std::nullopt;
  return value;
}

std::string printable(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    const bool is_long_control = byte == 0xc2 && next >= 0x80 && next < 0xa0;  // C1 in UTF-8
    if (is_long_control) ++i;
    if (is_long_control || byte == 0x7f || (byte < 0x20 && byte != '\n' && byte != '\t')) {
      result += "\xef\xbf\xbd";  // U+FFFD, the replacement character
    } else {
      result += text[i];
    }
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
