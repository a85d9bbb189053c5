// Text in aligned columns.
#pragma once

#include <string>
#include <vector>

namespace hourglass::cli {

enum class Align : bool { kLeft, kRight };

class Table {
 public:
  // One alignment per column.
  explicit Table(std::vector<Align> columns) : columns_(std::move(columns)) {}

  // Adds a row of at most one cell per column; missing cells are empty.
  void add_row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

  // All rows, one per line. Each line starts with `indent` and has no trailing spaces.
  std::string text(const std::string& indent = "") const;

 private:
  std::vector<Align> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace hourglass::cli
