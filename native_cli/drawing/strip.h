// Figures made of images: rows of enlarged tiles with labels and a caption, on a light page.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/scalar.h"
#include "core/data/dataset.h"
#include "native_cli/drawing/canvas.h"

namespace hourglass::cli {

struct Tile {
  enum class Kind : bool {
    kPicture,     // 0 black … 1 white, or red, green and blue from 0 to 1
    kDifference,  // −1 teal, 0 white, +1 orange; in colour, of the channel that differs most
  };
  std::vector<Scalar> pixels;  // one plane per channel, each row-major
  std::string caption{};       // above it
  Kind kind = Kind::kPicture;
  Shape shape = kDigitShape;
  int scale = 0;  // of this tile; 0 for the strip's scale
};

struct StripRow {
  std::string label;  // to the left
  std::vector<Tile> tiles;
  std::vector<std::string> notes{};  // to the right, one per line
};

struct Strip {
  std::string title;
  std::vector<StripRow> rows;
  bool explains_difference = false;  // adds a legend of the difference colours
  std::string caption{};             // below everything, wrapped
};

// Arranges grey images of the same size in a single tile, with `columns` images per row. Lines of
// tone `gap` separate them.
Tile mosaic(std::span<const Scalar> images, int height, int width, int columns, Tile::Kind kind,
            Scalar gap);

// Draws a single tile without its caption.
Canvas draw_tile(const Tile& tile, int scale);

// Draws a strip. Every pixel of a digit becomes scale × scale pixels of the canvas; images of other
// sizes become about as large as digits.
Canvas draw_strip(const Strip& strip, int scale);

}  // namespace hourglass::cli
