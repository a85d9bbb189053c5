#include "native_cli/text/table.h"

#include <algorithm>

#include "native_cli/text/format.h"

namespace hourglass::cli {

std::string Table::text(const std::string& indent) const {
  constexpr std::size_t kColumnGap = 2;
  std::vector<std::size_t> widths(columns_.size());
  for (const auto& cells : rows_) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(cells[i]));
    }
  }
  std::string text;
  for (const auto& cells : rows_) {
    std::string line = indent;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string padding(widths[i] - display_width(cells[i]), ' ');
      line += columns_[i] == Align::kLeft ? cells[i] + padding : padding + cells[i];
      line.append(kColumnGap, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

}  // namespace hourglass::cli
