#include "core/data/digit_image.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hourglass {
namespace {

constexpr double kBox = 20;  // pixels that the longer side of the ink fills
constexpr double kCentre =
    14.5;  // the middle of pixel 14: MNIST's mean centre of mass is (14.0, 14.0)
constexpr double kFaintest = 16;      // of 255: a smaller difference from the paper is no ink
constexpr double kEdgeOfInk = 0.125;  // of the darkest ink: fainter pixels do not widen the box

struct Drawing {
  std::vector<double> ink;  // row-major, darkest = 1
  int width;
  int height;

  double at(int row, int column) const {
    return ink[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
               static_cast<std::size_t>(column)];
  }
};

struct Placement {
  double scale;  // image pixels per canvas pixel
  double centre_row;
  double centre_column;  // of mass, in canvas pixels from the outer edge
};

double paper_tone(ByteSpan grey, int width, int height) {
  Bytes border;
  for (int row = 0; row < height; ++row) {
    const bool whole_row = row == 0 || row == height - 1;
    const int step = whole_row ? 1 : std::max(1, width - 1);
    for (int column = 0; column < width; column += step) {
      border.push_back(grey[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                            static_cast<std::size_t>(column)]);
    }
  }
  const auto middle = border.begin() + static_cast<std::ptrdiff_t>(border.size() / 2);
  std::ranges::nth_element(border, middle);
  return *middle;
}

Result<Drawing> find_ink(ByteSpan grey, int width, int height) {
  const double paper = paper_tone(grey, width, height);
  const auto [darkest_tone, brightest_tone] = std::ranges::minmax(grey);
  const double sign = brightest_tone - paper >= paper - darkest_tone ? 1 : -1;
  std::vector<double> ink(grey.size());
  std::ranges::transform(grey, ink.begin(), [paper, sign](std::uint8_t tone) {
    return std::max(0.0, sign * (tone - paper));
  });
  const double darkest = std::ranges::max(ink);
  if (darkest < kFaintest) {
    return fail("drawing: expected some ink, found an empty canvas of ", width, "×", height);
  }
  for (double& value : ink) value /= darkest;
  return Drawing{std::move(ink), width, height};
}

Placement place(const Drawing& drawing) {
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
  return {kBox / longer_side, row_moment / mass, column_moment / mass};
}

// How much of each canvas pixel [i, i + 1) lies within [low, high), as a first index and the
// weights.
struct Coverage {
  int first;
  std::vector<double> weights;
};

Coverage cover(double low, double high, int size) {
  const int first = std::clamp(static_cast<int>(std::floor(low)), 0, size);
  const int end = std::clamp(static_cast<int>(std::ceil(high)), first, size);
  Coverage coverage{first, {}};
  for (int i = first; i < end; ++i) {
    coverage.weights.push_back(
        std::max(0.0, std::min<double>(high, i + 1) - std::max<double>(low, i)));
  }
  return coverage;
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
  if (width < 1 || height < 1 || std::cmp_not_equal(grey.size(), std::int64_t{width} * height)) {
    return fail("drawing: expected width × height grey bytes, found ", grey.size(), " for ", width,
                "×", height);
  }
  const Result<Drawing> drawing = find_ink(grey, width, height);
  if (!drawing) return std::unexpected(drawing.error());
  const Placement placement = place(*drawing);

  // Each image pixel is the mean of the canvas area under it.
  const std::vector<Coverage> rows = cover_all(placement.centre_row, placement.scale, height);
  const std::vector<Coverage> columns = cover_all(placement.centre_column, placement.scale, width);
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
