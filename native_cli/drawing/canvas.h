// A picture to draw on: RGB bytes with the origin at the top left. Text is set in DejaVu Sans,
// which is built into the program. Anything outside the canvas is clipped.
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "native_cli/drawing/palette.h"

namespace hourglass::cli {

class Canvas {
 public:
  Canvas(int width, int height, Colour paper);

  int width() const { return width_; }
  int height() const { return height_; }
  ByteSpan pixels() const { return pixels_; }  // row-major, three bytes each

  void fill(int x, int y, int width, int height, Colour colour);

  // Blends the colour over a pixel; a `coverage` of 255 replaces the pixel.
  void blend(int x, int y, Colour colour, int coverage);

 private:
  int width_;
  int height_;
  Bytes pixels_;
};

// Draws UTF-8 text on `baseline`; `size` is the height of the font in pixels.
void draw_text(Canvas& canvas, int x, int baseline, std::string_view text, int size, Colour colour);

// The width of the text as draw_text sets it.
int text_width(std::string_view text, int size);

}  // namespace hourglass::cli
