// A picture being drawn: RGB bytes, origin at the top left. Text is set in DejaVu Sans, which is
// built into the program. What lies outside the canvas is not drawn.
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

  // Lays the colour over a pixel; `coverage` 255 replaces it.
  void blend(int x, int y, Colour colour, int coverage);

 private:
  int width_;
  int height_;
  Bytes pixels_;
};

// UTF-8 text whose line stands on `baseline`; `size` is that of the letters' box in pixels.
void draw_text(Canvas& canvas, int x, int baseline, std::string_view text, int size, Colour colour);

// How far draw_text would advance.
int text_width(std::string_view text, int size);

}  // namespace hourglass::cli
