#include "native_cli/terminal/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <vector>

#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    lines.emplace_back(line);
  }
  return lines;
}

bool is_indented(std::string_view line) { return line.starts_with(' '); }

// How far to indent the continuation of a line: to the line's last column, which begins after its
// last gap of two or more spaces in the left half of the width. Without such a gap, by four more
// spaces than the line.
std::size_t hanging_indent(std::string_view line, std::size_t width) {
  const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
  for (std::size_t at = std::min(line.size(), width / 2); at > begin + 2; --at) {
    if (line[at - 1] == ' ' && line[at - 2] == ' ' && at < line.size() && line[at] != ' ')
      return at;
  }
  return begin + 4;
}

std::string fitted_line(const std::string& line, std::size_t width) {
  const std::size_t begin = line.find_first_not_of(' ');
  if (begin == std::string::npos) return "\n";
  if (display_width(line) <= width) return line + '\n';
  const bool is_command = line.substr(begin).starts_with("hourglass ");
  const std::size_t indent = is_command ? begin + 4 : hanging_indent(line, width);
  const std::size_t head = is_command ? begin : std::min(indent, line.size());
  const bool has_column = head == indent;
  const std::string_view rest = std::string_view(line).substr(has_column ? indent : begin);
  const std::size_t room = width - indent - (is_command ? 2 : 0);
  std::string text = line.substr(0, has_column ? indent : begin);
  bool is_first = true;
  for (const std::string& part : wrapped(rest, room)) {
    if (!is_first) text += concat(is_command ? " \\" : "", '\n', std::string(indent, ' '));
    text += part;
    is_first = false;
  }
  return text + '\n';
}

}  // namespace

bool is_terminal() {
  const char* const kind = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) != 0 && kind != nullptr && std::string_view(kind) != "dumb";
}

bool wants_colour() {
  const char* const no_colour = std::getenv("NO_COLOR");
  return no_colour == nullptr || *no_colour == '\0';
}

std::size_t terminal_width() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  std::size_t width = 80;
  if (const char* const columns = std::getenv("COLUMNS")) {
    const std::string_view text = columns;
    std::from_chars(text.data(), text.data() + text.size(), width);
  }
  return width;
}

std::string fitted(std::string_view text, std::size_t width) {
  constexpr std::size_t kMinWidth = 40;
  width = std::max(width, kMinWidth);
  std::string result;
  const std::vector<std::string> lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size();) {
    std::size_t end = i + 1;
    if (is_indented(lines[i]) || lines[i].empty()) {
      result += fitted_line(lines[i], width);
      i = end;
      continue;
    }
    while (end < lines.size() && !lines[end].empty() && !is_indented(lines[end])) ++end;
    const bool is_too_wide =
        std::any_of(lines.begin() + static_cast<std::ptrdiff_t>(i),
                    lines.begin() + static_cast<std::ptrdiff_t>(end),
                    [width](const std::string& line) { return display_width(line) > width; });
    std::string paragraph;
    for (; i < end; ++i) {
      if (is_too_wide) {
        paragraph += concat(paragraph.empty() ? "" : " ", lines[i]);
      } else {
        result += lines[i] + '\n';
      }
    }
    if (!is_too_wide) continue;
    for (const std::string& line : wrapped(paragraph, width)) result += line + '\n';
  }
  return result;
}

}  // namespace hourglass::cli
