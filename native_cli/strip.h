// Figures of images: rows of enlarged tiles with labels, on a light page.
#pragma once

#include <string>
#include <vector>

#include "core/base/scalar.h"
#include "native_cli/canvas.h"

namespace hourglass::cli {

struct Tile {
  enum class Kind : bool {
    kGrey,        // 0 black … 1 white
    kDifference,  // −1 blue, 0 white, +1 red
  };
  std::vector<Scalar> pixels;  // 28 × 28
  std::string caption{};       // above it
  Kind kind = Kind::kGrey;
};

struct StripRow {
  std::string label;  // to the left
  std::vector<Tile> tiles;
  std::vector<std::string> notes{};  // to the right, one per line
};

struct Strip {
  std::string title;
  std::vector<StripRow> rows;
  bool explains_difference = false;  // a legend of the difference's colours below
};

// Every pixel of an image becomes scale × scale of the canvas.
Canvas draw_strip(const Strip& strip, int scale);

}  // namespace hourglass::cli
