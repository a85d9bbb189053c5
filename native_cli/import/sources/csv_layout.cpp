#include "native_cli/import/sources/csv_layout.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <set>

#include "core/base/text.h"
#include "native_cli/import/sources/source.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

using Fields = std::vector<std::string>;

constexpr std::size_t kSampledRows = 1000;

struct Sampled {
  std::vector<Fields> rows;
  std::size_t first_line = 1;
};

Sampled sample_rows(ByteSpan text, const std::string& name) {
  CsvRows reader(text, name);
  Sampled sampled;
  while (sampled.rows.size() < kSampledRows && value_of(reader.next())) {
    Fields row;
    for (std::size_t i = 0; i < reader.size(); ++i) row.emplace_back(reader.field(i));
    if (sampled.rows.empty()) sampled.first_line = reader.line();
    sampled.rows.push_back(std::move(row));
  }
  if (sampled.rows.empty()) {
    throw_failure(name, ": expected a row of pixels per image, found no row");
  }
  return sampled;
}

bool is_whole(const std::optional<double>& number) {
  return number && std::trunc(*number) == *number;
}

// Whether the first row names the columns. Besides words, these may be the numbers of the columns
// (as pandas writes them), or a first row that pandas took for a header: 0, 0.1, 0.2 and so on.
bool is_header(const std::vector<Fields>& rows) {
  const Fields& first = rows.front();
  std::size_t words = 0;
  std::size_t fractions = 0;
  std::size_t counted = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    const std::optional<double> number = parse_pixel(first[i]);
    if (!number) ++words;
    if (number && !is_whole(number)) ++fractions;
    if (i > 0 && number && number == parse_pixel(first[i - 1]).value_or(-1) + 1) ++counted;
  }
  if (words > 1 || counted + 2 >= std::max<std::size_t>(first.size(), 4)) return true;
  return fractions > 0 && rows.size() > 1 &&
         std::ranges::all_of(rows.begin() + 1, rows.end(), [](const Fields& row) {
           return std::ranges::all_of(row, [](const std::string& field) {
             const auto number = parse_pixel(field);
             return !number || is_whole(number);
           });
         });
}

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return text;
}

// The side of a square of this many pixels; nullopt if there is none, or it is a single pixel.
std::optional<int> side_of(std::size_t pixels) {
  const auto side = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(pixels))));
  if (side < 2 || side * side != pixels) return std::nullopt;
  return static_cast<int>(side);
}

std::optional<std::size_t> column_named(const Fields& header, const std::string& name) {
  const auto found = std::ranges::find(header, name);
  if (found == header.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header.begin());
}

std::size_t chosen_column(const std::string& choice, const Fields& first, bool has_header,
                          const std::string& name) {
  if (choice == "first") return 0;
  if (choice == "last") return first.size() - 1;
  const auto column = has_header ? column_named(first, choice) : std::nullopt;
  if (!column) {
    throw_failure(name, ": expected a column \"", choice,
                  "\" in the header, as --label-column says, ",
                  has_header ? concat("found \"", first.front(), "\" to \"", first.back(), '"')
                             : "found no header; use first, last or none");
  }
  return *column;
}

// How many different fields this column has.
std::size_t variety(const std::vector<Fields>& rows, bool has_header, std::size_t column) {
  std::set<std::string_view> fields;
  for (std::size_t i = has_header ? 1 : 0; i < rows.size(); ++i) {
    if (column < rows[i].size()) fields.insert(rows[i][column]);
  }
  return fields.size();
}

std::optional<std::size_t> find_label(const std::vector<Fields>& rows, bool has_header,
                                      const std::string& name) {
  const Fields& first = rows.front();
  for (std::size_t i = 0; has_header && i < first.size(); ++i) {
    constexpr std::array<std::string_view, 8> kNames{"label",  "labels", "class", "classes",
                                                     "target", "y",      "digit", "character"};
    if (std::ranges::find(kNames, lower_case(first[i])) != kNames.end()) return i;
  }
  if (side_of(first.size()) || !side_of(first.size() - 1)) return std::nullopt;
  const std::size_t last = first.size() - 1;
  const bool first_varies = variety(rows, has_header, 0) > 1;
  const bool last_varies = variety(rows, has_header, last) > 1;
  if (first_varies && last_varies) {
    throw_failure(name,
                  ": expected one label column, found that the first and the last may both "
                  "be it; add --label-column first, last or none");
  }
  return last_varies ? last : 0;
}

// The greatest number of the pixels in the sampled rows.
double greatest_pixel(const std::vector<Fields>& rows, const CsvLayout& layout) {
  double greatest = 0;
  for (std::size_t i = layout.has_header ? 1 : 0; i < rows.size(); ++i) {
    for (std::size_t column = 0; column < rows[i].size(); ++column) {
      if (column == layout.label) continue;
      greatest = std::max(greatest, parse_pixel(rows[i][column]).value_or(0));
    }
  }
  return greatest;
}

}  // namespace

std::optional<double> parse_pixel(std::string_view field) {
  constexpr std::size_t kFewDigits = 3;
  const bool is_short = !field.empty() && field.size() <= kFewDigits;
  int value = 0;
  for (const char digit : field.substr(0, kFewDigits)) {
    if (!is_short || digit < '0' || digit > '9') return parse_number(field);
    value = 10 * value + (digit - '0');
  }
  if (!is_short) return std::nullopt;
  return value;
}

CsvLayout find_layout(ByteSpan text, const std::string& name,
                      const std::optional<std::string>& label_column,
                      const std::optional<double>& white) {
  const Sampled sampled = sample_rows(text, name);
  const Fields& first = sampled.rows.front();
  CsvLayout layout{.columns = first.size(), .has_header = is_header(sampled.rows)};
  if (!label_column) {
    layout.label = find_label(sampled.rows, layout.has_header, name);
  } else if (*label_column != "none") {
    layout.label = chosen_column(*label_column, first, layout.has_header, name);
  }
  const std::optional<int> side = side_of(layout.columns - (layout.label ? 1 : 0));
  if (!side) {
    throw_failure(name, ": line ", sampled.first_line,
                  ": expected a square number of pixels, such as 784 for 28×28, with or without a "
                  "label, found ",
                  layout.columns, layout.columns == 1 ? " column" : " columns",
                  layout.label ? ", one of them a label" : "");
  }
  layout.side = *side;
  layout.white = white_for(greatest_pixel(sampled.rows, layout), white);
  return layout;
}

}  // namespace hourglass::cli
