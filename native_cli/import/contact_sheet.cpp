#include "native_cli/import/contact_sheet.h"

#include <algorithm>
#include <string>
#include <utility>

#include "native_cli/drawing/palette.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

constexpr int kMargin = 24;
constexpr int kGap = 6;
constexpr int kTextSize = 18;
constexpr int kTitleHeight = 40;
constexpr int kTile = 56;  // the longer side of an image is drawn at least this long
constexpr std::size_t kImagesPerRow = 12;
constexpr std::size_t kRowsWithoutLabels = 8;
constexpr std::size_t kMaxRows = 64;
constexpr std::size_t kMaxNameLetters = 24;

struct SheetRow {
  std::string name;
  std::vector<std::size_t> images;
};

std::vector<SheetRow> rows_by_class(const ImportedData& data) {
  std::vector<SheetRow> rows(data.class_names.size());
  const Bytes& labels = data.splits.front().labels;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    std::vector<std::size_t>& images = rows[labels[i]].images;
    if (images.size() < kImagesPerRow) images.push_back(i);
  }
  for (std::size_t label = 0; label < rows.size(); ++label) {
    std::string name = printable(data.class_names[label]);
    if (display_width(name) > kMaxNameLetters) name = concat("class ", label);
    rows[label].name = std::move(name);
  }
  std::erase_if(rows, [](const SheetRow& row) { return row.images.empty(); });
  rows.resize(std::min(rows.size(), kMaxRows));
  return rows;
}

std::vector<SheetRow> rows_in_order(std::size_t count) {
  std::vector<SheetRow> rows;
  for (std::size_t i = 0; i < std::min(count, kImagesPerRow * kRowsWithoutLabels); ++i) {
    if (i % kImagesPerRow == 0) rows.emplace_back();
    rows.back().images.push_back(i);
  }
  return rows;
}

void draw_image(Canvas& canvas, const ImportedData& data, std::size_t index, int left, int top,
                int scale) {
  const auto channels = static_cast<std::size_t>(data.channels);
  const std::uint8_t* pixel = data.splits.front().pixels.data() + index * data.image_size();
  for (int y = 0; y < data.height; ++y) {
    for (int x = 0; x < data.width; ++x) {
      const Colour colour{pixel[0], pixel[channels / 2], pixel[channels - 1]};
      canvas.fill(left + x * scale, top + y * scale, scale, scale, colour);
      pixel += channels;
    }
  }
}

}  // namespace

Canvas draw_contact_sheet(const ImportedData& data) {
  const LabelledImages& images = data.splits.front();
  const std::vector<SheetRow> rows =
      images.labels.empty() ? rows_in_order(images.count) : rows_by_class(data);
  const std::string title =
      concat(with_commas(images.count), ' ', to_string(images.split), " images of ", data.width,
             "×", data.height, data.channels == 3 ? " in colour" : "");
  int name_width = 0;
  for (const SheetRow& row : rows)
    name_width = std::max(name_width, text_width(row.name, kTextSize));
  const int left = kMargin + (name_width > 0 ? name_width + 2 * kGap : 0);
  const int scale = std::max(
      1, (kTile + std::max(data.width, data.height) - 1) / std::max(data.width, data.height));
  const int column = data.width * scale + kGap;
  const int line = std::max(data.height * scale, kTextSize) + kGap;
  Canvas canvas(std::max(left + static_cast<int>(kImagesPerRow) * column,
                         kMargin + text_width(title, kTextSize)) +
                    kMargin,
                kMargin + kTitleHeight + static_cast<int>(rows.size()) * line + kMargin, kSurface);
  draw_text(canvas, kMargin, kMargin + kTextSize, title, kTextSize, kInk);
  int top = kMargin + kTitleHeight;
  for (const SheetRow& row : rows) {
    draw_text(canvas, kMargin, top + (line - kGap + kTextSize) / 2 - 2, row.name, kTextSize,
              kFaintInk);
    int x = left;
    for (const std::size_t index : row.images) {
      draw_image(canvas, data, index, x, top, scale);
      x += column;
    }
    top += line;
  }
  return canvas;
}

}  // namespace hourglass::cli
