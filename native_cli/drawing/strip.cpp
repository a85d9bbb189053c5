#include "native_cli/drawing/strip.h"

#include <algorithm>
#include <cmath>

#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

constexpr int kStripMargin = 28;
constexpr int kGap = 14;
constexpr int kTitleSize = 24;
constexpr int kTextSize = 18;
constexpr int kCaptionHeight = 26;
constexpr int kStripTitleHeight = 44;
constexpr int kStripLineHeight = 24;
constexpr int kLegendHeight = 52;
constexpr int kFootHeight = 14;  // between the picture and its caption

// The colours are those of the page: teal where the image is too dark, orange where it is too
// bright.
Colour difference_colour(double value) {
  constexpr Colour kTooDark{0, 124, 122};
  const double strength = std::min(1.0, std::abs(value));
  const Colour end = value < 0 ? kTooDark : kSand;
  const auto mix = [strength](std::uint8_t channel) {
    return static_cast<std::uint8_t>(std::lround(255 - strength * (255 - channel)));
  };
  return {mix(end.red), mix(end.green), mix(end.blue)};
}

std::uint8_t to_byte(Scalar value) {
  return static_cast<std::uint8_t>(std::lround(255 * std::clamp(value, Scalar(0), Scalar(1))));
}

// The colour of the pixel at `index` of a channel's plane.
Colour tile_colour(const Tile& tile, std::size_t index) {
  const std::size_t plane = tile.shape.positions();
  const auto value = [&](int channel) {
    return tile.pixels[static_cast<std::size_t>(channel) * plane + index];
  };
  const int last = tile.shape.channels - 1;
  if (tile.kind == Tile::Kind::kPicture) {
    return {to_byte(value(0)), to_byte(value(last / 2)), to_byte(value(last))};
  }
  Scalar greatest = value(0);
  for (int channel = 1; channel <= last; ++channel) {
    if (std::abs(value(channel)) > std::abs(greatest)) greatest = value(channel);
  }
  return difference_colour(greatest);
}

// The size of a tile on the canvas.
int scale_of(const Tile& tile, int scale) {
  if (tile.scale > 0) return tile.scale;
  return std::max(1, scale * kImageSide / std::max(tile.shape.height, tile.shape.width));
}
int width_of(const Tile& tile, int scale) { return tile.shape.width * scale_of(tile, scale); }
int height_of(const Tile& tile, int scale) { return tile.shape.height * scale_of(tile, scale); }

void paint_tile(Canvas& canvas, int x, int y, const Tile& tile, int scale) {
  std::size_t pixel = 0;
  for (int row = 0; row < tile.shape.height; ++row) {
    for (int column = 0; column < tile.shape.width; ++column) {
      canvas.fill(x + column * scale, y + row * scale, scale, scale, tile_colour(tile, pixel++));
    }
  }
}

void place_tile(Canvas& canvas, int x, int y, const Tile& tile, int strip_scale) {
  const int width = width_of(tile, strip_scale);
  canvas.fill(x - 1, y - 1, width + 2, height_of(tile, strip_scale) + 2, kGridLine);
  paint_tile(canvas, x, y, tile, scale_of(tile, strip_scale));
  const int caption_width = text_width(tile.caption, kTextSize);
  draw_text(canvas, x + (width - caption_width) / 2, y - 8, tile.caption, kTextSize, kFaintInk);
}

bool has_captions(const StripRow& row) {
  return std::ranges::any_of(row.tiles, [](const Tile& tile) { return !tile.caption.empty(); });
}

bool shows_difference_in_colour(const Strip& strip) {
  return std::ranges::any_of(strip.rows, [](const StripRow& row) {
    return std::ranges::any_of(row.tiles, [](const Tile& tile) {
      return tile.kind == Tile::Kind::kDifference && tile.shape.channels > 1;
    });
  });
}

std::string caption_of(const Strip& strip) {
  if (!shows_difference_in_colour(strip)) return strip.caption;
  return concat(strip.caption, strip.caption.empty() ? "" : " ",
                "In colour, the difference shown is that of the channel that differs most.");
}

// The layout of a strip, in pixels of the canvas.
struct StripLayout {
  std::vector<int> tiles_left;  // left edge of each column
  std::vector<int> row_heights;
  int notes_left;
  int width;
  std::vector<std::string> caption;
  int height;
};

StripLayout lay_out(const Strip& strip, int scale) {
  int labels = 0, notes = 0;
  std::vector<int> columns;
  StripLayout layout{};
  layout.height = kStripMargin + kStripTitleHeight;
  for (const StripRow& row : strip.rows) {
    labels = std::max(labels, text_width(row.label, kTextSize));
    for (const std::string& note : row.notes) notes = std::max(notes, text_width(note, kTextSize));
    columns.resize(std::max(columns.size(), row.tiles.size()));
    int height = kStripLineHeight * static_cast<int>(row.notes.size());
    for (std::size_t i = 0; i < row.tiles.size(); ++i) {
      const Tile& tile = row.tiles[i];
      columns[i] =
          std::max({columns[i], width_of(tile, scale), text_width(tile.caption, kTextSize)});
      height = std::max(height, height_of(tile, scale));
    }
    layout.row_heights.push_back(height);
    layout.height += height + kGap + (has_captions(row) ? kCaptionHeight : 0);
  }
  int x = kStripMargin + (labels > 0 ? labels + kGap : 0);
  for (const int width : columns) {
    layout.tiles_left.push_back(x);
    x += width + kGap;
  }
  layout.notes_left = x;
  const int right = notes > 0 ? x + notes : x - kGap;
  const int title_right = kStripMargin + text_width(strip.title, kTitleSize);
  layout.width = std::max(right, title_right) + kStripMargin;
  const int letter = text_width("abcdefghijklmnopqrstuvwxyz ", kTextSize) / 27;
  layout.caption =
      wrapped(caption_of(strip),
              static_cast<std::size_t>((layout.width - 2 * kStripMargin) / (letter + 1)));
  layout.height += (strip.explains_difference ? kLegendHeight : 0) +
                   (layout.caption.empty() ? 0 : kFootHeight) +
                   kStripLineHeight * static_cast<int>(layout.caption.size()) + kStripMargin - kGap;
  return layout;
}

// Draws a bar of the difference colours with labels at its ends.
void draw_legend(Canvas& canvas, int x, int y) {
  constexpr int kWidth = 160;
  constexpr int kHeight = 14;
  const std::string_view low = "−1 too dark";
  draw_text(canvas, x, y + kHeight - 1, low, kTextSize, kFaintInk);
  const int left = x + text_width(low, kTextSize) + kGap;
  canvas.fill(left - 1, y - 1, kWidth + 2, kHeight + 2, kGridLine);
  for (int i = 0; i < kWidth; ++i) {
    const double value = 2 * (i + 0.5) / kWidth - 1;
    canvas.fill(left + i, y, 1, kHeight, difference_colour(value));
  }
  draw_text(canvas, left + kWidth + kGap, y + kHeight - 1, "too bright +1", kTextSize, kFaintInk);
}

void draw_row(Canvas& canvas, const StripLayout& layout, int y, int height, const StripRow& row,
              int scale) {
  constexpr int kDescent = 6;  // from the middle of a line to its baseline
  const int middle = y + height / 2 + kDescent;
  draw_text(canvas, kStripMargin, middle, row.label, kTextSize, kInk);
  for (std::size_t i = 0; i < row.tiles.size(); ++i) {
    place_tile(canvas, layout.tiles_left[i], y, row.tiles[i], scale);
  }
  int baseline = middle - kStripLineHeight * (static_cast<int>(row.notes.size()) - 1) / 2;
  for (const std::string& note : row.notes) {
    draw_text(canvas, layout.notes_left, baseline, note, kTextSize, kInk);
    baseline += kStripLineHeight;
  }
}

}  // namespace

Canvas draw_tile(const Tile& tile, int scale) {
  Canvas canvas(tile.shape.width * scale, tile.shape.height * scale, kSurface);
  paint_tile(canvas, 0, 0, tile, scale);
  return canvas;
}

Canvas draw_strip(const Strip& strip, int scale) {
  const StripLayout layout = lay_out(strip, scale);
  Canvas canvas(layout.width, layout.height, kSurface);
  draw_text(canvas, kStripMargin, kStripMargin + kTitleSize - 4, strip.title, kTitleSize, kInk);
  int y = kStripMargin + kStripTitleHeight;
  for (std::size_t i = 0; i < strip.rows.size(); ++i) {
    if (has_captions(strip.rows[i])) y += kCaptionHeight;
    draw_row(canvas, layout, y, layout.row_heights[i], strip.rows[i], scale);
    y += layout.row_heights[i] + kGap;
  }
  if (strip.explains_difference) {
    draw_legend(canvas, layout.tiles_left.front(), y + (kLegendHeight - kGap) / 2);
    y += kLegendHeight;
  }
  y += kFootHeight;
  for (const std::string& line : layout.caption) {
    draw_text(canvas, kStripMargin, y + kStripLineHeight - kGap, line, kTextSize, kFaintInk);
    y += kStripLineHeight;
  }
  return canvas;
}

Tile mosaic(std::span<const Scalar> images, int height, int width, int columns, Tile::Kind kind,
            Scalar gap) {
  const int count = static_cast<int>(images.size()) / (height * width);
  const int rows = (count + columns - 1) / columns;
  Tile tile{.pixels = {},
            .kind = kind,
            .shape = {.height = rows * (height + 1) - 1, .width = columns * (width + 1) - 1}};
  tile.pixels.assign(tile.shape.positions(), gap);
  for (int index = 0; index < count; ++index) {
    const int top = index / columns * (height + 1);
    const int left = index % columns * (width + 1);
    for (int y = 0; y < height; ++y) {
      const std::ptrdiff_t from = (std::ptrdiff_t{index} * height + y) * width;
      const std::ptrdiff_t to = std::ptrdiff_t{top + y} * tile.shape.width + left;
      std::copy_n(images.begin() + from, width, tile.pixels.begin() + to);
    }
  }
  return tile;
}

}  // namespace hourglass::cli
