#include "native_cli/report/html.h"

#include "native_cli/drawing/embedded.h"
#include "native_cli/drawing/svg.h"

HOURGLASS_EMBED(kPageTemplate, HOURGLASS_REPORT_DIR "/page.html");
HOURGLASS_EMBED(kRunTemplate, HOURGLASS_REPORT_DIR "/run.html");
HOURGLASS_EMBED(kCompareTemplate, HOURGLASS_REPORT_DIR "/compare.html");
HOURGLASS_EMBED(kStyle, HOURGLASS_REPORT_DIR "/style.css");

namespace hourglass::cli {
namespace {

std::string_view text_between(const unsigned char* first, const unsigned char* last) {
  return {reinterpret_cast<const char*>(first), static_cast<std::size_t>(last - first)};
}

std::string cell_html(std::string_view tag, const HtmlCell& cell) {
  const std::string_view kind = cell.is_number && cell.is_best ? " class=\"number best\""
                                : cell.is_number               ? " class=\"number\""
                                                               : "";
  return concat('<', tag, kind, '>', cell.html, "</", tag, '>');
}

}  // namespace

std::string_view page_template() { return text_between(kPageTemplate, kPageTemplateEnd); }
std::string_view run_template() { return text_between(kRunTemplate, kRunTemplateEnd); }
std::string_view compare_template() { return text_between(kCompareTemplate, kCompareTemplateEnd); }
std::string page_style() { return std::string(text_between(kStyle, kStyleEnd)); }

std::string fill_template(std::string_view text, const std::map<std::string, std::string>& values) {
  std::string result;
  while (true) {
    const std::size_t begin = text.find("{{");
    result += text.substr(0, begin);
    if (begin == std::string_view::npos) return result;
    const std::size_t end = text.find("}}", begin);
    result += values.at(std::string(text.substr(begin + 2, end - begin - 2)));
    text.remove_prefix(end + 2);
  }
}

std::string to_html(const HtmlTable& table) {
  std::string text = "<table><thead><tr>";
  for (const HtmlCell& cell : table.head) text += cell_html("th", cell);
  text += "</tr></thead><tbody>\n";
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    text += row == table.marked_row ? "<tr class=\"code\">" : "<tr>";
    for (const HtmlCell& cell : table.rows[row]) text += cell_html("td", cell);
    text += "</tr>\n";
  }
  return text + "</tbody></table>";
}

std::string picture_html(ByteSpan png, const std::string& description, int width,
                         const std::string& style_class) {
  return concat("<img", style_class.empty() ? "" : concat(" class=\"", style_class, '"'), " alt=\"",
                xml_text(description), "\" width=\"", width, "\" src=\"", png_data_uri(png), "\">");
}

std::string inline_svg(ByteSpan svg, const std::string& prefix) {
  std::string text(svg.begin(), svg.end());
  for (const std::string_view name :
       {"xmlns=\"http://www.w3.org/2000/svg\"", "xmlns:xlink=\"http://www.w3.org/1999/xlink\""}) {
    replace_all(text, name, "");
  }
  replace_all(text, "xlink:href", "href");
  for (const std::string_view name : {"gpPt", "gpDot", "gnuplot_"}) {
    replace_all(text, name, concat(prefix, '-', name));
  }
  for (const NamedColour& colour : kNamedColours) {
    replace_all(text, hex(colour.colour), concat("var(--", colour.name, ')'));
  }
  return text;
}

}  // namespace hourglass::cli
