// Names of enumerations in files and on command lines. Each enumeration lists its names in
// one place, its to_string: a switch that the compiler checks for completeness. It returns "" for
// any number that is not an enumerator.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/result.h"

namespace hourglass {

// The name of the enumerator with this number, or "" if there is none. Numbers start at 0.
using EnumNames = std::string_view (*)(int number);

template <class Enum>
std::string_view name_of(int number) {
  return to_string(static_cast<Enum>(number));
}

std::optional<int> find_named(EnumNames names, std::string_view name);

// Returns an error that starts with `what` and lists all names if there is no such name.
Result<int> parse_name(EnumNames names, std::string_view what, std::string_view name);

template <class Enum>
Result<Enum> parse_name(std::string_view what, std::string_view name) {
  const Result<int> number = parse_name(name_of<Enum>, what, name);
  if (!number) return std::unexpected(number.error());
  return static_cast<Enum>(*number);
}

}  // namespace hourglass
