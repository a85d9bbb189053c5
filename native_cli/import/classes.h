// The classes of a data set: a name for each label.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hourglass::cli {

inline constexpr std::size_t kMaxClasses = 256;  // a label is one byte

[[noreturn]] void report_too_many_classes(std::string_view source, std::size_t found);

struct Classes {
  std::vector<std::string> names;    // by label; "" for a label that no class has
  std::vector<std::uint8_t> labels;  // of each of the names that were given
};

// Gives each name a label. Names that are all whole numbers from 0 to 255 are their own labels.
// Otherwise the labels count from 0 in the order of the names, which is that of numbers if all are
// numbers. Fails, with the source in the message, if there are more than kMaxClasses.
Classes number_classes(const std::vector<std::string>& names, std::string_view source);

}  // namespace hourglass::cli
