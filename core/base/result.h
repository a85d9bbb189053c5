// Errors are values: a function of the core that can fail returns Result<T>, whose error is one
// sentence on what was expected, what was found and where. Nothing in the core throws or prints.
#pragma once

#include <cmath>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace hourglass {

using Bytes = std::vector<std::uint8_t>;
using ByteSpan = std::span<const std::uint8_t>;

struct Error {
  std::string message;
};

template <class T>
using Result = std::expected<T, Error>;

namespace detail {
inline void append(std::string& text, std::string_view part) { text += part; }
inline void append(std::string& text, char part) { text += part; }
template <class Number>
  requires std::is_arithmetic_v<Number>
void append(std::string& text, Number part) {
  if constexpr (std::is_floating_point_v<Number>) {
    if (std::isnan(part)) {
      text += "nan";  // std::to_string may print "-nan"
      return;
    }
  }
  text += std::to_string(part);
}
}  // namespace detail

// Concatenates strings and numbers into one string.
template <class... Parts>
std::string concat(const Parts&... parts) {
  std::string text;
  (detail::append(text, parts), ...);
  return text;
}

template <class... Parts>
std::unexpected<Error> fail(const Parts&... parts) {
  return std::unexpected(Error{concat(parts...)});
}

}  // namespace hourglass
