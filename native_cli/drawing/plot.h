// Describes plots as data and has gnuplot (http://www.gnuplot.info) draw them as SVG.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace hourglass::cli {

struct Series {
  enum class Mark : std::uint8_t { kLine, kDashed, kLinePoints, kPoints, kBars };
  std::string name;
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> deviations{};  // bars of ± these across kLinePoints; none if empty
  Mark mark = Mark::kLine;
  std::size_t colour = 0;  // index in kSeriesColours
};

// A reference line across the panel, to compare the series with.
struct Reference {
  enum class Dash : std::uint8_t { kLong, kShort, kDotted };
  std::string name;
  double level = 0;
  Dash dash = Dash::kLong;
  std::optional<std::size_t> colour{};  // index in kSeriesColours; grey if not set
};

struct Axis {
  std::string label;  // with its unit
  bool logarithmic = false;
  bool whole_numbers = false;  // no ticks between them
  std::optional<double> min{};
  std::optional<double> max{};
  std::vector<double> ticks{};            // where the only ticks are; chosen automatically if empty
  std::vector<std::string> categories{};  // names of 0, 1, 2 … instead of numbers
};

struct Panel {
  std::string title{};
  Axis x;
  Axis y;
  std::vector<Series> series;
  std::vector<Reference> references{};
};

struct Plot {
  enum class Legend : std::uint8_t {
    kBeside,    // each panel's own, to its right
    kLastCell,  // one for all, in the cell after the last panel
    kNone,
  };
  std::string title;
  std::string caption;  // wrapped below the panels
  std::vector<Panel> panels;
  int columns = 1;
  Legend legend = Legend::kBeside;
  int panel_height = 420;
  int width = 900;
};

// Draws the plot as an SVG document. Fails if gnuplot is missing, and says what to install.
Bytes draw_plot(const Plot& plot);

}  // namespace hourglass::cli
