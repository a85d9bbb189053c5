// Makes HTML from templates and tables. The templates and the style sheet that they share are files
// next to this one, which are built into the program.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace hourglass::cli {

// The templates of a report, of the section of one run in it, and of a comparison.
std::string_view page_template();
std::string_view run_template();
std::string_view compare_template();

// The style sheet of whole pages.
std::string page_style();

// The template with every {{name}} replaced by its value, unescaped. Every name must have a value.
std::string fill_template(std::string_view text, const std::map<std::string, std::string>& values);

struct HtmlCell {
  std::string html;
  bool is_number = false;
  bool is_best = false;
};

struct HtmlTable {
  std::vector<HtmlCell> head;
  std::vector<std::vector<HtmlCell>> rows{};
  std::size_t marked_row = static_cast<std::size_t>(-1);  // the code's row, if any
};
std::string to_html(const HtmlTable& table);

// An <img> element that contains a PNG.
std::string picture_html(ByteSpan png, const std::string& description, int width,
                         const std::string& style_class = "");

// Prepares an SVG document for a page. Colours of the palette become the page's CSS variables, so
// that they follow its theme; gnuplot's ids get a `prefix`, so that the ids of several plots do not
// clash.
std::string inline_svg(ByteSpan svg, const std::string& prefix);

}  // namespace hourglass::cli
