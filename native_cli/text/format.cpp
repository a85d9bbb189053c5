#include "native_cli/text/format.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace hourglass::cli {

std::string with_commas(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t end = text.size(); end > 3; end -= 3) text.insert(end - 3, 1, ',');
  return text;
}

std::string fixed(double value, int digits) {
  if (std::isnan(value)) return "–";
  if (std::isinf(value)) return value > 0 ? "∞" : "−∞";
  std::array<char, 400> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return text.data();
}

std::string error_text(double value) {
  if (!std::isfinite(value)) return "–";
  constexpr double kMinInFiveDecimals = 0.0001;
  if (value == 0 || std::abs(value) >= kMinInFiveDecimals) return fixed(value, 5);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.2e", value);
  return text.data();
}

std::string rounded(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.2g", value);
  return text.data();
}

std::string duration(double seconds) {
  if (!(seconds >= 0)) return "–";
  if (seconds < 59.95) return concat(fixed(seconds, 1), " s");
  const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  const auto two_digits = [](std::uint64_t part) { return concat(part < 10 ? "0" : "", part); };
  if (whole < 3600) return concat(whole / 60, " min ", two_digits(whole % 60), " s");
  return concat(whole / 3600, " h ", two_digits(whole / 60 % 60), " min");
}

std::string file_size(std::uint64_t bytes) {
  const auto size = static_cast<double>(bytes);
  if (size < 1e3) return concat(bytes, " bytes");
  return size < 1e6 ? concat(fixed(size / 1e3, 1), " kB") : concat(fixed(size / 1e6, 1), " MB");
}

std::string shell_word(const std::string& word) {
  if (word.starts_with('-')) return shell_word("./" + word);  // or it would be read as an option
  constexpr std::string_view kPlain =
      "-_./:=,+@%0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const bool plain = !word.empty() && word.find_first_not_of(kPlain) == std::string::npos;
  if (plain) return word;
  std::string quoted = "'";
  for (const char letter : word) {
    quoted += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  }
  return quoted + "'";
}

std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char byte) { return (byte & 0xc0) != 0x80; }));
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    std::string_view word = text.substr(0, text.find(' '));
    if (display_width(word) > width) {  // such as a long list of layer widths
      const std::size_t dash = word.substr(0, width - 1).rfind('-');
      if (dash != std::string_view::npos) {
        lines.emplace_back(word.substr(0, dash + 1));
        text.remove_prefix(dash + 1);
        continue;
      }
    }
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (!lines.empty() && display_width(lines.back()) + 1 + display_width(word) <= width) {
      lines.back() += concat(' ', word);
    } else {
      lines.emplace_back(word);
    }
  }
  return lines;
}

}  // namespace hourglass::cli
