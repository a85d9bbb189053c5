// HTML out of templates and tables. The templates are the files beside this one, built into the
// program.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace hourglass::cli {

// The whole page and the section of one run.
std::string_view page_template();
std::string_view run_template();

// The template with every {{name}} replaced by its value, as it stands. Every name must have one.
std::string fill(std::string_view form, const std::map<std::string, std::string>& values);

struct HtmlCell {
  std::string html;
  bool is_number = false;
  bool is_best = false;
};

struct HtmlTable {
  std::vector<HtmlCell> head;
  std::vector<std::vector<HtmlCell>> rows{};
  std::size_t marked_row = static_cast<std::size_t>(-1);  // of the code
};
std::string to_html(const HtmlTable& table);

// <img> of a PNG.
std::string picture_html(ByteSpan png, const std::string& description, int width,
                         const std::string& style_class = "");

// An SVG document as a part of a page: our colours become the page's variables, so that they follow
// its theme, and names within the drawing begin with `prefix`, so that several do not clash.
std::string inline_svg(ByteSpan svg, const std::string& prefix);

}  // namespace hourglass::cli
