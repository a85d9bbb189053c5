// Plots as data, drawn by gnuplot (http://www.gnuplot.info) as SVG: what is here says what to show,
// not how lines become pixels.
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
  Mark mark = Mark::kLine;
  std::size_t colour = 0;  // of kSeriesColours
};

// A level to hold the series against, drawn across the panel.
struct Reference {
  enum class Dash : std::uint8_t { kLong, kShort, kDotted };
  std::string name;
  double level = 0;
  Dash dash = Dash::kLong;
  std::optional<std::size_t> colour{};  // of kSeriesColours; grey without
};

struct Axis {
  std::string label;  // with its unit
  bool logarithmic = false;
  bool whole_numbers = false;  // no marks between them
  std::optional<double> least{};
  std::optional<double> greatest{};
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
    kLastCell,  // one for all, in the cell behind the last panel
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

// The plot as an SVG document. Fails, saying what to install, where there is no gnuplot.
Bytes draw_plot(const Plot& plot);

}  // namespace hourglass::cli
