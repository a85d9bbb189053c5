// Figure F19: the error against the size of the code, from a table that `hourglass compare` wrote.
#include "core/models/code_size.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include "native_cli/figures/draw_figures.h"
#include "native_cli/files/formats/csv.h"
#include "native_cli/files/formats/csv_rows.h"
#include "native_cli/files/read_file.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

constexpr std::array<std::string_view, 5> kColumns{"model", "code_size", "runs", "mse",
                                                   "mse_deviation"};

// The mean error of the runs of a model, and its standard deviation; 0 for a single run.
struct Point {
  int runs = 0;
  double mse = 0;
  double deviation = 0;
};

// The points of each line by their code size. A line is a preset, or the family of PCA.
using Lines = std::map<std::string, std::map<int, Point>>;

// "pca" of "pca-30", and "conv-32" of "conv-32" and "conv-32-code-8".
std::string line_of(std::string_view model) {
  take_code_size(model);
  for (const std::string_view family : {"pca", "linear"}) {
    if (model.starts_with(concat(family, '-'))) return std::string(family);
  }
  return std::string(model);
}

// The index of each of kColumns in the first row.
std::array<std::size_t, kColumns.size()> find_columns(const CsvRows& head,
                                                      const std::string& file) {
  std::array<std::size_t, kColumns.size()> places{};
  for (std::size_t column = 0; column < kColumns.size(); ++column) {
    while (places[column] < head.size() && head.field(places[column]) != kColumns[column]) {
      ++places[column];
    }
    if (places[column] < head.size()) continue;
    throw_failure(file, ": expected a table of `hourglass compare --group --csv` with the column ",
                  kColumns[column], ", found no such column");
  }
  return places;
}

// A whole number from `least`, or nothing.
std::optional<int> count_from(std::string_view text, int least) {
  const std::optional<double> number = parse_number(text);
  constexpr double kMost = 1e9;
  if (!number || *number < least || *number > kMost || *number != std::floor(*number)) return {};
  return static_cast<int>(*number);
}

Lines read_lines(const std::filesystem::path& path) {
  const std::string file = path.string();
  const SharedBytes content = map_file(path);
  CsvRows rows(content, file);
  if (!value_of(rows.next())) throw_failure(file, ": expected a table, found an empty file");
  const auto columns = find_columns(rows, file);
  const std::size_t width = rows.size();
  Lines lines;
  while (value_of(rows.next())) {
    const auto refuse = [&](const auto&... found) {
      throw_failure(file, ": line ", rows.line(), ": expected ", found...);
    };
    if (rows.size() != width) refuse(width, " fields, found ", rows.size());
    const auto field = [&](std::size_t column) { return rows.field(columns[column]); };
    const std::optional<int> size = count_from(field(1), 1);
    const std::optional<int> runs = count_from(field(2), 1);
    const std::optional<double> mse = parse_number(field(3));
    const std::optional<double> deviation = field(4).empty() ? 0 : parse_number(field(4));
    if (!size || !runs)
      refuse("a code size and a number of runs, both at least 1, found \"", field(1), "\" and \"",
             field(2), '"');
    if (!mse || !std::isfinite(*mse) || *mse < 0 || !deviation || !(*deviation >= 0)) {
      refuse("an error and a deviation, both at least 0, found \"", field(3), "\" and \"", field(4),
             '"');
    }
    const std::string line = line_of(field(0));
    const Point point{.runs = *runs, .mse = *mse, .deviation = *deviation};
    if (!lines[line].emplace(*size, point).second) {
      refuse("one row for ", line, " with a code of ", *size,
             ", found another; make the table with ",
             "--group, of runs that differ only in their seeds");
    }
  }
  if (lines.empty())
    throw_failure(file, ": expected rows below the names of the columns, found none");
  return lines;
}

// How many runs each mean is taken over: "3", or "1 to 3".
std::string runs_text(const Lines& lines) {
  int fewest = std::numeric_limits<int>::max();
  int most = 0;
  for (const auto& [name, points] : lines) {
    for (const auto& [size, point] : points) {
      if (name == "pca") continue;
      fewest = std::min(fewest, point.runs);
      most = std::max(most, point.runs);
    }
  }
  return fewest < most ? concat(fewest, " to ", most) : concat(most);
}

std::string label_of(const std::string& line) { return line == "pca" ? "PCA" : line; }

}  // namespace

FigureFiles draw_errors_by_code_size(FigureInputs& inputs) {
  const Lines lines = read_lines(inputs.error_table());
  CsvTable table({"model", "code_size", "runs", "mse", "mse_deviation"});
  Panel panel{.x = {.label = "code size", .logarithmic = true},
              .y = {.label = "test MSE", .logarithmic = true},
              .series = {}};
  for (const auto& [name, points] : lines) {
    Series series{
        .name = label_of(name),
        .x = {},
        .y = {},
        .mark = Series::Mark::kLinePoints,
        .colour = name == "pca" ? 1U : panel.series.size() + (panel.series.empty() ? 0 : 1)};
    for (const auto& [size, point] : points) {
      table.add_row(series.name, size, point.runs, point.mse, point.deviation);
      series.x.push_back(size);
      series.y.push_back(point.mse);
      if (name != "pca") series.deviations.push_back(point.deviation);
      panel.x.ticks.push_back(size);
    }
    panel.series.push_back(std::move(series));
  }
  // Room beside the first and the last point, which rounding could otherwise put off the axis.
  panel.x.min = std::ranges::min(panel.x.ticks) / 1.2;
  panel.x.max = std::ranges::max(panel.x.ticks) * 1.2;
  const Plot plot{
      .title = "Error against the size of the code",
      .caption = concat(
          "Logarithmic scales. Mean squared error on the test images, mean over pixels and images. "
          "Each line is a preset whose code has the number of units on the axis, trained by its "
          "own "
          "recipe; points are means of ",
          runs_text(lines),
          " runs that differ only in their seeds, and bars are ± one standard deviation. PCA is "
          "exact and has no seed."),
      .panels = {panel}};
  return {{"F19.svg", draw_plot(plot)}, {"F19.csv", table.bytes()}};
}

}  // namespace hourglass::cli
