#include "native_cli/drawing/plot.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "native_cli/drawing/palette.h"
#include "native_cli/drawing/process.h"
#include "native_cli/drawing/svg.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

constexpr int kPlotMargin = 24;
constexpr int kPlotTitleHeight = 52;
constexpr int kPlotLineHeight = 19;
constexpr std::string_view kFontStandIn = "sans-serif";  // gnuplot takes one word only

// Quotes the text so that gnuplot takes it literally.
std::string in_quotes(std::string_view text) {
  std::string result = "'";
  for (const char letter : text) result += letter == '\'' ? "''" : std::string(1, letter);
  return result + "'";
}

std::string colour_of(std::size_t series) {
  return in_quotes(hex(kSeriesColours[series % kSeriesColours.size()]));
}

bool can_be_drawn(double value, const Axis& axis) {
  return std::isfinite(value) && (value > 0 || !axis.logarithmic);
}

// The points that can be drawn: those that are finite, and positive on a logarithmic axis.
Series drawable(const Series& series, const Panel& panel) {
  Series result = series;
  result.x.clear();
  result.y.clear();
  result.deviations.clear();
  for (std::size_t i = 0; i < series.x.size(); ++i) {
    if (!can_be_drawn(series.x[i], panel.x) || !can_be_drawn(series.y[i], panel.y)) continue;
    result.x.push_back(series.x[i]);
    result.y.push_back(series.y[i]);
    if (!series.deviations.empty()) result.deviations.push_back(series.deviations[i]);
  }
  return result;
}

std::vector<double> ends_of_bars(const Series& series) {
  std::vector<double> ends;
  for (std::size_t i = 0; i < series.deviations.size(); ++i) {
    ends.push_back(series.y[i] - series.deviations[i]);
    ends.push_back(series.y[i] + series.deviations[i]);
  }
  return ends;
}

std::string datablock(std::size_t number, const Series& series) {
  std::string text = concat("$d", number, " << EOD\n");
  for (std::size_t i = 0; i < series.x.size(); ++i) {
    text += concat(shortest(series.x[i]), ' ', shortest(series.y[i]));
    if (!series.deviations.empty()) text += concat(' ', shortest(series.deviations[i]));
    text += '\n';
  }
  return text + "EOD\n";
}

std::string style_of(const Series& series) {
  const std::string colour = concat(" lc rgb ", colour_of(series.colour));
  switch (series.mark) {
    case Series::Mark::kLine:
      return concat("with lines lw 2.4", colour);
    case Series::Mark::kDashed:
      return concat("with lines lw 1.6 dt (5,4)", colour);
    case Series::Mark::kLinePoints:
      return concat("with ", series.deviations.empty() ? "linespoints" : "yerrorlines",
                    " lw 2.4 pt 7 ps 0.55", colour);
    case Series::Mark::kPoints:
      return concat("with points pt 7 ps 0.75", colour);
    case Series::Mark::kBars:
      return concat("with boxes fill solid 1.0 noborder", colour);
  }
  return {};
}

std::string style_of(const Reference& reference) {
  const std::string colour =
      reference.colour ? colour_of(*reference.colour) : in_quotes(hex(kFaintInk));
  const std::string_view dash = reference.dash == Reference::Dash::kLong    ? "(12,5)"
                                : reference.dash == Reference::Dash::kShort ? "(9,3,1.5,3)"
                                                                            : "(1.5,3)";
  return concat("with lines lw 1.5 dt ", dash, " lc rgb ", colour);
}

// The multiples of a power of ten at which a logarithmic axis has ticks: fewer in a wide range.
std::vector<int> log_digits(std::pair<double, double> range) {
  const double ratio = range.second / range.first;
  if (ratio < 8) return {1, 2, 3, 4, 6, 8};
  if (ratio < 200) return {1, 2, 5};
  if (ratio < 2000) return {1, 3};
  return {1};
}

std::string tics(std::string_view axis, const Axis& settings, std::pair<double, double> range) {
  const std::string look = concat(" nomirror scale ", settings.categories.empty() ? "0.5" : "0",
                                  " tc rgb ", in_quotes(hex(kFaintInk)));
  std::vector<std::pair<std::string, std::string>> marks;  // label and position
  for (std::size_t i = 0; i < settings.categories.size(); ++i) {
    marks.emplace_back(settings.categories[i], concat(i));
  }
  for (const double tick : settings.ticks) marks.emplace_back(shortest(tick), shortest(tick));
  if (settings.logarithmic && marks.empty()) {
    for (int decade = -8; decade <= 6; ++decade) {
      for (const int digit : log_digits(range)) {
        const std::string place = concat(digit, "e", decade);
        marks.emplace_back(shortest(*parse_number(place)), place);
      }
    }
  }
  if (marks.empty()) {
    const double step = std::ceil((range.second - range.first) / 8);
    return concat("set ", axis, "tics ", settings.whole_numbers ? shortest(step) : "autofreq", look,
                  '\n');
  }
  std::string list;
  for (const auto& [text, place] : marks) {
    list += concat(list.empty() ? "" : ", ", in_quotes(text), ' ', place);
  }
  return concat("set ", axis, "tics", look, " (", list, ")\n");
}

std::string axis_script(std::string_view axis, const Axis& settings,
                        std::pair<double, double> range) {
  return concat("set ", axis, "range [", shortest(range.first), ":", shortest(range.second), "]\n",
                settings.logarithmic ? "set" : "unset", " logscale ", axis, "\nset ", axis,
                "label ", in_quotes(settings.label), '\n', tics(axis, settings, range));
}

// The limits of an axis: its own if it has any, otherwise those of `values` with a margin. All
// values must be drawable on the axis.
std::pair<double, double> range_of(const Axis& axis, const std::vector<double>& values,
                                   double margin_share) {
  const auto scaled = [&axis](double value) { return axis.logarithmic ? std::log(value) : value; };
  double least = scaled(values.empty() ? 1 : values.front());
  double greatest = least;
  for (const double value : values) {
    least = std::min(least, scaled(value));
    greatest = std::max(greatest, scaled(value));
  }
  if (least == greatest) {
    least -= 0.5;
    greatest += 0.5;
  }
  const double margin = margin_share * (greatest - least);
  const auto back = [&axis](double value) { return axis.logarithmic ? std::exp(value) : value; };
  return {axis.min.value_or(back(least - margin)), axis.max.value_or(back(greatest + margin))};
}

std::string panel_script(const Panel& panel, bool has_legend, std::size_t& block) {
  std::vector<Series> all_series;
  std::vector<double> abscissae;
  std::vector<double> ordinates;
  for (const Series& series : panel.series) {
    all_series.push_back(drawable(series, panel));
    abscissae.insert(abscissae.end(), all_series.back().x.begin(), all_series.back().x.end());
    ordinates.insert(ordinates.end(), all_series.back().y.begin(), all_series.back().y.end());
    for (const double end : ends_of_bars(all_series.back())) {
      if (can_be_drawn(end, panel.y)) ordinates.push_back(end);
    }
  }
  std::vector<Reference> references = panel.references;
  std::erase_if(references, [&panel](const Reference& reference) {
    return !can_be_drawn(reference.level, panel.y);
  });
  for (const Reference& reference : references) ordinates.push_back(reference.level);
  const std::pair<double, double> across = range_of(panel.x, abscissae, 0);
  std::string text =
      concat("set title ", in_quotes(panel.title), '\n', axis_script("x", panel.x, across),
             axis_script("y", panel.y, range_of(panel.y, ordinates, 0.06)),
             has_legend ? "set key\n" : "unset key\n");
  std::string plots;
  for (const Series& series : all_series) {
    if (series.x.empty()) continue;
    text += datablock(block, series);
    plots += concat(plots.empty() ? "plot " : ", ", "$d", block++,
                    series.deviations.empty() ? " using 1:2 " : " using 1:2:3 ", style_of(series),
                    " title ", in_quotes(series.name));
  }
  for (const Reference& reference : references) {
    const Series line{.name = reference.name,
                      .x = {across.first, across.second},
                      .y = {reference.level, reference.level}};
    text += datablock(block, line);
    plots += concat(plots.empty() ? "plot " : ", ", "$d", block++, " using 1:2 ",
                    style_of(reference), " title ", in_quotes(reference.name));
  }
  return text + (plots.empty() ? "plot NaN notitle" : plots) + '\n';
}

// An empty panel with one legend for all others.
std::string legend_script(const std::vector<Panel>& panels) {
  std::string text =
      "unset border\nunset tics\nunset xlabel\nunset ylabel\nset title ''\nunset logscale\n"
      "set xrange [0:1]\nset yrange [0:1]\nset key inside center center\nplot ";
  std::vector<std::string> known;
  const auto add = [&](const auto& line) {
    if (line.name.empty() || std::ranges::find(known, line.name) != known.end()) return;
    known.push_back(line.name);
    text += concat("NaN ", style_of(line), " title ", in_quotes(line.name), ", ");
  };
  for (const Panel& panel : panels) std::ranges::for_each(panel.series, add);
  for (const Panel& panel : panels) std::ranges::for_each(panel.references, add);
  return text + "NaN notitle\n";
}

std::string head_script(const Plot& plot, int height, const std::vector<std::string>& caption) {
  const auto from_top = [height](int y) { return shortest(1 - static_cast<double>(y) / height); };
  const double left = static_cast<double>(kPlotMargin) / plot.width;
  std::string text = concat(
      "set encoding utf8\nset terminal svg size ", plot.width, ",", height,
      " fixed rounded noenhanced font '", kFontStandIn, ",14' background ",
      in_quotes(hex(kSurface)), "\nset border 3 lw 1 lc rgb ", in_quotes(hex(kFrame)),
      "\nset grid ytics lt 1 lw 1 lc rgb ", in_quotes(hex(kGridLine)),
      "\nset key outside right center vertical Left reverse samplen 2.6 spacing 1.25 tc rgb ",
      in_quotes(hex(kInk)), "\nset xlabel tc rgb ", in_quotes(hex(kFaintInk)),
      "\nset ylabel tc rgb ", in_quotes(hex(kFaintInk)), "\nset title font ',15' tc rgb ",
      in_quotes(hex(kInk)), "\nset boxwidth 0.72\nset multiplot\nset label 1 ",
      in_quotes(plot.title), " at screen ", shortest(left), ", screen ", from_top(kPlotMargin + 12),
      " left font ',20' tc rgb ", in_quotes(hex(kInk)), '\n');
  int y = height - kPlotMargin + 6 - kPlotLineHeight * (static_cast<int>(caption.size()) - 1);
  for (std::size_t i = 0; i < caption.size(); ++i, y += kPlotLineHeight) {
    text += concat("set label ", i + 2, " ", in_quotes(caption[i]), " at screen ", shortest(left),
                   ", screen ", from_top(y), " left font ',13' tc rgb ", in_quotes(hex(kFaintInk)),
                   '\n');
  }
  return text;
}

std::string script(const Plot& plot) {
  const int letters = (plot.width - 2 * kPlotMargin) * 10 / 66;
  const std::vector<std::string> caption = wrapped(plot.caption, static_cast<std::size_t>(letters));
  const auto cells =
      static_cast<int>(plot.panels.size()) + (plot.legend == Plot::Legend::kLastCell ? 1 : 0);
  const int rows = (cells + plot.columns - 1) / plot.columns;
  const int foot = kPlotLineHeight * static_cast<int>(caption.size()) + kPlotMargin;
  const int height = kPlotTitleHeight + rows * plot.panel_height + foot;

  std::string text = head_script(plot, height, caption);
  std::size_t block = 0;
  for (int cell = 0; cell < cells; ++cell) {
    const auto index = static_cast<std::size_t>(cell);
    const double cell_width = static_cast<double>(plot.width - kPlotMargin) / plot.columns;
    const double left = kPlotMargin / 2.0 + (cell % plot.columns) * cell_width;
    const int row = cell / plot.columns;
    const double top = kPlotTitleHeight + row * plot.panel_height;
    text += concat("set size ", shortest(cell_width / plot.width), ",",
                   shortest(static_cast<double>(plot.panel_height) / height), "\nset origin ",
                   shortest(left / plot.width), ",",
                   shortest(1 - (top + plot.panel_height) / height), '\n');
    text += index < plot.panels.size()
                ? panel_script(plot.panels[index], plot.legend == Plot::Legend::kBeside, block)
                : legend_script(plot.panels);
    if (cell == 0) {  // or every panel would draw the title and caption again
      for (std::size_t label = 0; label <= caption.size(); ++label) {
        text += concat("unset label ", label + 1, '\n');
      }
    }
  }
  return text + "unset multiplot\n";
}

}  // namespace

Bytes draw_plot(const Plot& plot) {
  const ProcessOutcome outcome = run_process({"gnuplot", "--default-settings", "-"}, script(plot));
  if (!outcome.started) {
    throw_failure(
        "plots require gnuplot, which was not found: install it (Debian package gnuplot-nox)");
  }
  if (outcome.status != 0 || !outcome.output.contains("</svg>")) {
    throw_failure("the plot \"", plot.title, "\" could not be drawn: gnuplot ended with status ",
                  outcome.status);
  }
  return tidy_gnuplot_svg(outcome.output, plot.title, kFontStandIn);
}

}  // namespace hourglass::cli
