// SVG documents (https://www.w3.org/TR/SVG2): draws diagrams of boxes, lines and text, and tidies
// up what gnuplot writes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "native_cli/drawing/palette.h"

namespace hourglass::cli {

inline constexpr std::string_view kFontStack =
    "Archivo, system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

// Replaces every `from` in the text by `to`.
void replace_all(std::string& text, std::string_view from, std::string_view to);

// The text with &, <, > and double quotes escaped for XML.
std::string xml_text(std::string_view text);

// "data:image/png;base64,…"
std::string png_data_uri(ByteSpan png);

struct TextStyle {
  enum class Anchor : std::uint8_t { kStart, kMiddle, kEnd };
  double size = 14;
  Colour colour = kInk;
  Anchor anchor = Anchor::kStart;
  bool bold = false;
};

class SvgDrawing {
 public:
  SvgDrawing(double width, double height, std::string_view title);

  void rectangle(double x, double y, double width, double height, Colour fill,
                 std::optional<Colour> edge = std::nullopt, double radius = 0);
  void circle(double x, double y, double radius, Colour fill, Colour edge);
  void line(double x1, double y1, double x2, double y2, Colour colour, double width = 1,
            double opacity = 1);
  void arrow(double x1, double y, double x2, Colour colour);
  // A closed outline through the corners "x,y x,y …".
  void polygon(const std::string& corners, Colour fill);
  void text(double x, double baseline, std::string_view words, const TextStyle& style = {});
  // A PNG picture, enlarged without smoothing.
  void picture(double x, double y, double width, double height, ByteSpan png);

  // The whole document.
  Bytes finish() const;

 private:
  std::string head_;
  std::string body_;
};

// Gives gnuplot's document this title and font, writes colours as "#rrggbb" and removes empty
// groups.
Bytes tidy_gnuplot_svg(std::string document, std::string_view title, std::string_view font);

}  // namespace hourglass::cli
