#include "native_cli/import/classes.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "core/base/text.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

bool is_label(const std::string& name) {
  const std::optional<double> number = parse_number(name);
  return number && *number >= 0 && *number < static_cast<double>(kMaxClasses) &&
         std::to_string(static_cast<int>(*number)) == name;
}

// The positions of the names in their order.
std::vector<std::size_t> sorted_order(const std::vector<std::string>& names) {
  const bool are_numbers = std::ranges::all_of(names, [](const std::string& name) {
    const std::optional<double> number = parse_number(name);
    return number && std::isfinite(*number);
  });
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t one, std::size_t other) {
    if (are_numbers) return *parse_number(names[one]) < *parse_number(names[other]);
    return names[one] < names[other];
  });
  return order;
}

}  // namespace

void report_too_many_classes(std::string_view source, std::size_t found) {
  throw_failure(source, ": expected at most ", kMaxClasses,
                " classes, because a label is one byte, found ", with_commas(found));
}

Classes number_classes(const std::vector<std::string>& names, std::string_view source) {
  if (names.size() > kMaxClasses) report_too_many_classes(source, names.size());
  const bool are_labels = std::ranges::all_of(names, is_label);
  Classes classes{.names = {}, .labels = std::vector<std::uint8_t>(names.size())};
  std::size_t next = 0;
  for (const std::size_t at : sorted_order(names)) {
    const std::size_t label = are_labels ? std::stoul(names[at]) : next++;
    classes.labels[at] = static_cast<std::uint8_t>(label);
    classes.names.resize(label + 1);
    classes.names[label] = names[at];
  }
  return classes;
}

}  // namespace hourglass::cli
