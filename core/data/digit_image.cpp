#include "core/data/digit_image.h"

#include <algorithm>

#include "core/data/coverage.h"
#include "core/data/ink.h"

namespace hourglass {
namespace {

constexpr double kInkBox = 20;  // pixels along the longer side of the ink
constexpr double kCentre =
    14.5;  // the centre of pixel 14: MNIST's mean centre of mass is (14.0, 14.0)

struct Placement {
  double scale;  // image pixels per canvas pixel
  double centre_row;
  double centre_column;  // centre of mass, in canvas pixels from the edge
};

Placement place(const Ink& drawing) {
  int top = drawing.height, bottom = -1, left = drawing.width, right = -1;
  double mass = 0, row_moment = 0, column_moment = 0;
  for (int row = 0; row < drawing.height; ++row) {
    for (int column = 0; column < drawing.width; ++column) {
      const double ink = drawing.at(row, column);
      mass += ink;
      row_moment += ink * (row + 0.5);
      column_moment += ink * (column + 0.5);
      if (ink < kEdgeOfInk) continue;
      top = std::min(top, row);
      bottom = std::max(bottom, row);
      left = std::min(left, column);
      right = std::max(right, column);
    }
  }
  const int longer_side = std::max(bottom - top, right - left) + 1;
  return {kInkBox / longer_side, row_moment / mass, column_moment / mass};
}

std::vector<Coverage> cover_all(double centre, double scale, int size) {
  std::vector<Coverage> pixels;
  for (int pixel = 0; pixel < kImageSide; ++pixel) {
    pixels.push_back(
        cover(centre + (pixel - kCentre) / scale, centre + (pixel + 1 - kCentre) / scale, size));
  }
  return pixels;
}

}  // namespace

Result<std::vector<Scalar>> normalise_drawing(ByteSpan grey, int width, int height) {
  const Result<Ink> drawing = find_ink(grey, width, height);
  if (!drawing) return std::unexpected(drawing.error());
  const Placement placement = place(*drawing);

  // Each image pixel is the mean of the canvas area under it.
  const std::vector<Coverage> rows =
      cover_all(placement.centre_row, placement.scale, drawing->height);
  const std::vector<Coverage> columns =
      cover_all(placement.centre_column, placement.scale, drawing->width);
  const double inverse_area = placement.scale * placement.scale;
  std::vector<Scalar> image;
  image.reserve(kImagePixels);
  for (const Coverage& row : rows) {
    for (const Coverage& column : columns) {
      double sum = 0;
      for (std::size_t i = 0; i < row.weights.size(); ++i) {
        for (std::size_t j = 0; j < column.weights.size(); ++j) {
          sum += row.weights[i] * column.weights[j] *
                 drawing->at(row.first + static_cast<int>(i), column.first + static_cast<int>(j));
        }
      }
      image.push_back(static_cast<Scalar>(std::clamp(sum * inverse_area, 0.0, 1.0)));
    }
  }
  return image;
}

}  // namespace hourglass
