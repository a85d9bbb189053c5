// Draws text on a canvas: stb_truetype renders the glyphs of the built-in font.
#include <cmath>
#include <span>
#include <vector>

#include "native_cli/drawing/canvas.h"
#include "native_cli/drawing/embedded.h"

#define STB_TRUETYPE_IMPLEMENTATION
#define STBTT_STATIC
#include <stb_truetype.h>

HOURGLASS_EMBED(kFontFile, HOURGLASS_FONT);

namespace hourglass::cli {
namespace {

const stbtt_fontinfo& font() {
  static const stbtt_fontinfo kFont = [] {
    stbtt_fontinfo opened{};
    stbtt_InitFont(&opened, kFontFile, 0);
    return opened;
  }();
  return kFont;
}

// Decodes UTF-8 to code points. A byte that begins no character becomes the code point of its
// value.
std::vector<int> code_points(std::string_view text) {
  std::vector<int> points;
  while (!text.empty()) {
    const auto lead = static_cast<unsigned char>(text[0]);
    std::size_t length = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (length > text.size()) length = 1;
    int point = length == 1 ? lead : lead & (0x7f >> length);
    for (const char next : text.substr(1, length - 1)) point = point << 6 | (next & 0x3f);
    points.push_back(point);
    text.remove_prefix(length);
  }
  return points;
}

void draw_glyph(Canvas& canvas, double x, int baseline, int point, float scale, Colour colour) {
  const double column = std::floor(x);
  const auto shift = static_cast<float>(x - column);
  int left = 0, top = 0, right = 0, bottom = 0;
  stbtt_GetCodepointBitmapBoxSubpixel(&font(), point, scale, scale, shift, 0, &left, &top, &right,
                                      &bottom);
  const int width = right - left;
  const int height = bottom - top;
  if (width <= 0 || height <= 0) return;
  Bytes coverage(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  stbtt_MakeCodepointBitmapSubpixel(&font(), coverage.data(), width, height, width, scale, scale,
                                    shift, 0, point);
  const std::uint8_t* next = coverage.data();
  for (int y = 0; y < height; ++y) {
    for (int i = 0; i < width; ++i) {
      canvas.blend(static_cast<int>(column) + left + i, baseline + top + y, colour, *next++);
    }
  }
}

// Calls visit(code point, x, scale) for every glyph and returns the x where the text ends.
template <class Visit>
double lay_out(std::string_view text, int size, double x, Visit visit) {
  const float scale = stbtt_ScaleForPixelHeight(&font(), static_cast<float>(size));
  const std::vector<int> points = code_points(text);
  for (std::size_t i = 0; i < points.size(); ++i) {
    visit(points[i], x, scale);
    int advance = 0;
    int left_bearing = 0;
    stbtt_GetCodepointHMetrics(&font(), points[i], &advance, &left_bearing);
    if (i + 1 < points.size()) {
      advance += stbtt_GetCodepointKernAdvance(&font(), points[i], points[i + 1]);
    }
    x += scale * static_cast<double>(advance);
  }
  return x;
}

}  // namespace

void draw_text(Canvas& canvas, int x, int baseline, std::string_view text, int size,
               Colour colour) {
  lay_out(text, size, x, [&](int point, double position, float scale) {
    draw_glyph(canvas, position, baseline, point, scale, colour);
  });
}

int text_width(std::string_view text, int size) {
  return static_cast<int>(std::ceil(lay_out(text, size, 0, [](int, double, float) {})));
}

}  // namespace hourglass::cli
