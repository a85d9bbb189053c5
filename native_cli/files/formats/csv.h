// Comma-separated values (RFC 4180), for the numbers that accompany every figure.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/text.h"

namespace hourglass::cli {

class CsvTable {
 public:
  explicit CsvTable(const std::vector<std::string>& columns) { add_line(columns); }

  // Adds a row. Numbers take the shortest form that reads back as the same number.
  template <class... Cells>
  void add_row(const Cells&... cells) {
    add_line({cell(cells)...});
  }

  Bytes bytes() const { return {text_.begin(), text_.end()}; }

 private:
  static std::string cell(std::string_view text);
  template <class Number>
    requires std::is_arithmetic_v<Number>
  static std::string cell(Number number) {
    if constexpr (std::is_floating_point_v<Number>) {
      return shortest(static_cast<double>(number));
    } else {
      return std::to_string(number);
    }
  }
  void add_line(const std::vector<std::string>& cells);

  std::string text_;
};

}  // namespace hourglass::cli
