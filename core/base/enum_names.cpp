#include "core/base/enum_names.h"

namespace hourglass {

std::optional<int> find_named(EnumNames names, std::string_view name) {
  for (int number = 0; !names(number).empty(); ++number) {
    if (names(number) == name) return number;
  }
  return std::nullopt;
}

Result<int> parse_name(EnumNames names, std::string_view what, std::string_view name) {
  if (const std::optional<int> number = find_named(names, name)) return *number;
  std::string known;
  for (int number = 0; !names(number).empty(); ++number) {
    known += concat(number == 0 ? "" : ", ", names(number));
  }
  return fail(what, ": expected one of ", known, "; found \"", name, "\"");
}

}  // namespace hourglass
