#include "native_cli/drawing/svg.h"

#include <regex>

#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

// Writes a length in pixels with at most two decimals.
std::string number(double value) {
  std::string text = fixed(value, 2);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

// Pairs of name="value", each preceded by a space.
template <class... More>
std::string attributes(std::string_view name, const std::string& value, const More&... more) {
  std::string text = concat(' ', name, "=\"", value, '"');
  if constexpr (sizeof...(more) > 0) text += attributes(more...);
  return text;
}

std::string anchor_name(TextStyle::Anchor anchor) {
  using enum TextStyle::Anchor;
  return anchor == kStart ? "start" : anchor == kMiddle ? "middle" : "end";
}

// gnuplot writes colours both as 'rgb(216, 224, 223)' and as "rgb(216,224,223)".
std::string with_hex_colours(const std::string& document) {
  static const std::regex kColour(R"(rgb\(\s*(\d+),\s*(\d+),\s*(\d+)\))");
  std::string result;
  auto rest = document.begin();
  for (std::sregex_iterator match(document.begin(), document.end(), kColour), end; match != end;
       ++match) {
    const auto channel = [&match](std::size_t group) {
      return static_cast<std::uint8_t>(std::stoi((*match)[group].str()));
    };
    result.append(rest, (*match)[0].first);
    result += hex({channel(1), channel(2), channel(3)});
    rest = (*match)[0].second;
  }
  return result.append(rest, document.end());
}

void erase_between(std::string& text, std::string_view first, std::string_view last) {
  const std::size_t begin = text.find(first);
  const std::size_t end = text.find(last, begin);
  if (begin != std::string::npos && end != std::string::npos) {
    text.erase(begin, end + last.size() - begin);
  }
}

}  // namespace

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

std::string xml_text(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += letter;
    }
  }
  return result;
}

std::string png_data_uri(ByteSpan png) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text = "data:image/png;base64,";
  for (std::size_t i = 0; i < png.size(); i += 3) {
    const std::size_t bytes = std::min<std::size_t>(3, png.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) group = group << 8 | (k < bytes ? png[i + k] : 0U);
    for (std::size_t k = 0; k < 4; ++k) {
      text += k <= bytes ? kDigits[group >> (18 - 6 * k) & 63] : '=';
    }
  }
  return text;
}

SvgDrawing::SvgDrawing(double width, double height, std::string_view title)
    : head_(concat(
          "<svg",
          attributes("xmlns", "http://www.w3.org/2000/svg", "width", number(width), "height",
                     number(height), "viewBox", concat("0 0 ", number(width), ' ', number(height)),
                     "font-family", std::string(kFontStack)),
          ">\n<title>", xml_text(title), "</title>\n")) {
  rectangle(0, 0, width, height, kSurface);
}

void SvgDrawing::rectangle(double x, double y, double width, double height, Colour fill,
                           std::optional<Colour> edge, double radius) {
  body_ += concat("<rect",
                  attributes("x", number(x), "y", number(y), "width", number(width), "height",
                             number(height), "rx", number(radius), "fill", hex(fill)),
                  edge ? attributes("stroke", hex(*edge)) : "", "/>\n");
}

void SvgDrawing::circle(double x, double y, double radius, Colour fill, Colour edge) {
  body_ += concat("<circle",
                  attributes("cx", number(x), "cy", number(y), "r", number(radius), "fill",
                             hex(fill), "stroke", hex(edge), "stroke-width", "1.5"),
                  "/>\n");
}

void SvgDrawing::line(double x1, double y1, double x2, double y2, Colour colour, double width,
                      double opacity) {
  body_ += concat(
      "<line",
      attributes("x1", number(x1), "y1", number(y1), "x2", number(x2), "y2", number(y2), "stroke",
                 hex(colour), "stroke-width", number(width), "stroke-opacity", number(opacity)),
      "/>\n");
}

void SvgDrawing::arrow(double x1, double y, double x2, Colour colour) {
  constexpr double kHead = 6;
  line(x1, y, x2 - kHead, y, colour, 1.5);
  polygon(concat(number(x2), ',', number(y), ' ', number(x2 - kHead), ',', number(y - kHead / 1.5),
                 ' ', number(x2 - kHead), ',', number(y + kHead / 1.5)),
          colour);
}

void SvgDrawing::polygon(const std::string& corners, Colour fill) {
  body_ += concat("<polygon", attributes("points", corners, "fill", hex(fill)), "/>\n");
}

void SvgDrawing::text(double x, double baseline, std::string_view words, const TextStyle& style) {
  body_ +=
      concat("<text",
             attributes("x", number(x), "y", number(baseline), "font-size", number(style.size),
                        "fill", hex(style.colour), "text-anchor", anchor_name(style.anchor)),
             style.bold ? attributes("font-weight", "600") : "", ">", xml_text(words), "</text>\n");
}

void SvgDrawing::picture(double x, double y, double width, double height, ByteSpan png) {
  body_ += concat("<image",
                  attributes("x", number(x), "y", number(y), "width", number(width), "height",
                             number(height), "preserveAspectRatio", "none", "style",
                             "image-rendering:pixelated", "href", png_data_uri(png)),
                  "/>\n");
}

Bytes SvgDrawing::finish() const {
  const std::string document = concat(head_, body_, "</svg>\n");
  return {document.begin(), document.end()};
}

Bytes tidy_gnuplot_svg(std::string document, std::string_view title, std::string_view font) {
  erase_between(document, "<?xml", "?>");
  erase_between(document, "<desc>", "</desc>");
  erase_between(document, "\t<filter id='textbox'", "</filter>");
  erase_between(document, "\t<filter id='greybox'", "</filter>");
  replace_all(document, "<title>Gnuplot</title>", concat("<title>", xml_text(title), "</title>"));
  replace_all(document, concat("font-family=\"", font, '"'),
              concat("font-family=\"", kFontStack, '"'));
  static const std::regex kEmptyGroup("<g [^>]*>\\s*</g>\\s*");
  document = with_hex_colours(std::regex_replace(document, kEmptyGroup, ""));
  document.erase(0, document.find('<'));
  return {document.begin(), document.end()};
}

}  // namespace hourglass::cli
