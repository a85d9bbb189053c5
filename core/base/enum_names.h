// Names of enumerations in files and on command lines. An enumeration's one table of names is its
// to_string: a switch, which the compiler checks to be complete, and "" for any other number.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace hourglass {

// Calls visit(enumerator, name) for each enumerator; they are numbered from 0.
template <class Enum, class Visit>
void for_each_name(const Visit& visit) {
  for (int number = 0;; ++number) {
    const auto enumerator = static_cast<Enum>(number);
    const std::string_view name = to_string(enumerator);
    if (name.empty()) return;
    visit(enumerator, name);
  }
}

template <class Enum>
std::optional<Enum> find_named(std::string_view name) {
  std::optional<Enum> found;
  for_each_name<Enum>([&](Enum enumerator, std::string_view its_name) {
    if (its_name == name) found = enumerator;
  });
  return found;
}

// Returns an error that starts with `what` and lists all names if there is no such name.
template <class Enum>
Result<Enum> parse_name(std::string_view what, std::string_view name) {
  if (const std::optional<Enum> found = find_named<Enum>(name)) return *found;
  std::string known;
  for_each_name<Enum>([&](Enum /*enumerator*/, std::string_view its_name) {
    known += concat(known.empty() ? "" : ", ", its_name);
  });
  return fail(what, ": expected one of ", known, "; found \"", name, "\"");
}

}  // namespace hourglass
