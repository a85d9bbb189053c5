#include "native_cli/strip.h"

#include <algorithm>
#include <cmath>

#include "core/data/dataset.h"

namespace hourglass::cli {
namespace {

constexpr Colour kPaper{250, 250, 247};
constexpr Colour kInk{28, 30, 34};
constexpr Colour kFaintInk{98, 102, 110};
constexpr Colour kFrame{205, 207, 210};

constexpr int kMargin = 28;
constexpr int kGap = 14;
constexpr int kTitleSize = 24;
constexpr int kTextSize = 18;
constexpr int kCaptionHeight = 26;
constexpr int kTitleHeight = 44;
constexpr int kLineHeight = 24;
constexpr int kLegendHeight = 52;

// Blue and red that the colour-blind tell apart too: the ends of ColorBrewer's RdBu.
Colour difference_colour(double value) {
  const double strength = std::min(1.0, std::abs(value));
  const Colour end = value < 0 ? Colour{5, 80, 160} : Colour{190, 20, 40};
  const auto mix = [strength](std::uint8_t channel) {
    return static_cast<std::uint8_t>(std::lround(255 - strength * (255 - channel)));
  };
  return {mix(end.red), mix(end.green), mix(end.blue)};
}

Colour tile_colour(Tile::Kind kind, Scalar value) {
  if (kind == Tile::Kind::kDifference) return difference_colour(value);
  const auto grey =
      static_cast<std::uint8_t>(std::lround(255 * std::clamp(value, Scalar(0), Scalar(1))));
  return {grey, grey, grey};
}

void draw_tile(Canvas& canvas, int x, int y, const Tile& tile, int scale) {
  const int side = kImageSide * scale;
  canvas.fill(x - 1, y - 1, side + 2, side + 2, kFrame);
  const Scalar* pixel = tile.pixels.data();
  for (int row = 0; row < kImageSide; ++row) {
    for (int column = 0; column < kImageSide; ++column) {
      canvas.fill(x + column * scale, y + row * scale, scale, scale,
                  tile_colour(tile.kind, *pixel++));
    }
  }
  const int caption_width = text_width(tile.caption, kTextSize);
  draw_text(canvas, x + (side - caption_width) / 2, y - 8, tile.caption, kTextSize, kFaintInk);
}

bool has_captions(const StripRow& row) {
  return std::ranges::any_of(row.tiles, [](const Tile& tile) { return !tile.caption.empty(); });
}

// Where things go: columns from the left, rows from the top.
struct Layout {
  int side;        // of a tile
  int tiles_left;  // of the first tile
  int notes_left;
  int width;
  int height;
};

Layout lay_out(const Strip& strip, int scale) {
  int labels = 0, notes = 0, tiles = 0;
  int height = kMargin + kTitleHeight;
  const int side = kImageSide * scale;
  for (const StripRow& row : strip.rows) {
    labels = std::max(labels, text_width(row.label, kTextSize));
    for (const std::string& note : row.notes) notes = std::max(notes, text_width(note, kTextSize));
    tiles = std::max(tiles, static_cast<int>(row.tiles.size()));
    height += side + kGap + (has_captions(row) ? kCaptionHeight : 0);
  }
  const int tiles_left = kMargin + (labels > 0 ? labels + kGap : 0);
  const int notes_left = tiles_left + tiles * (side + kGap);
  const int right = notes > 0 ? notes_left + notes : notes_left - kGap;
  const int title_right = kMargin + text_width(strip.title, kTitleSize);
  return {.side = side,
          .tiles_left = tiles_left,
          .notes_left = notes_left,
          .width = std::max(right, title_right) + kMargin,
          .height = height + (strip.explains_difference ? kLegendHeight : 0) + kMargin - kGap};
}

// A bar of the difference's colours with its ends named.
void draw_legend(Canvas& canvas, int x, int y) {
  constexpr int kWidth = 160;
  constexpr int kHeight = 14;
  const std::string_view low = "−1 too dark";
  draw_text(canvas, x, y + kHeight - 1, low, kTextSize, kFaintInk);
  const int left = x + text_width(low, kTextSize) + kGap;
  canvas.fill(left - 1, y - 1, kWidth + 2, kHeight + 2, kFrame);
  for (int i = 0; i < kWidth; ++i) {
    const double value = 2 * (i + 0.5) / kWidth - 1;
    canvas.fill(left + i, y, 1, kHeight, difference_colour(value));
  }
  draw_text(canvas, left + kWidth + kGap, y + kHeight - 1, "too bright +1", kTextSize, kFaintInk);
}

void draw_row(Canvas& canvas, const Layout& layout, int y, const StripRow& row, int scale) {
  const int middle = y + layout.side / 2;
  constexpr int kDescent = 6;  // from the middle of a line to its baseline
  draw_text(canvas, kMargin, middle + kDescent, row.label, kTextSize, kInk);
  int x = layout.tiles_left;
  for (const Tile& tile : row.tiles) {
    draw_tile(canvas, x, y, tile, scale);
    x += layout.side + kGap;
  }
  int baseline = middle + kDescent - kLineHeight * (static_cast<int>(row.notes.size()) - 1) / 2;
  for (const std::string& note : row.notes) {
    draw_text(canvas, layout.notes_left, baseline, note, kTextSize, kInk);
    baseline += kLineHeight;
  }
}

}  // namespace

Canvas draw_strip(const Strip& strip, int scale) {
  const Layout layout = lay_out(strip, scale);
  Canvas canvas(layout.width, layout.height, kPaper);
  draw_text(canvas, kMargin, kMargin + kTitleSize - 4, strip.title, kTitleSize, kInk);
  int y = kMargin + kTitleHeight;
  for (const StripRow& row : strip.rows) {
    if (has_captions(row)) y += kCaptionHeight;
    draw_row(canvas, layout, y, row, scale);
    y += layout.side + kGap;
  }
  if (strip.explains_difference) {
    draw_legend(canvas, layout.tiles_left, y + (kLegendHeight - kGap) / 2);
  }
  return canvas;
}

}  // namespace hourglass::cli
