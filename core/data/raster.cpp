#include "core/data/raster.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/data/coverage.h"

namespace hourglass {
namespace {

std::uint8_t to_byte(double tone) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(tone, 0.0, 255.0)));
}

// For each new pixel along a side, the old pixels under it, with weights that add up to 1.
std::vector<Coverage> shares(int old_size, int new_size) {
  const double step = static_cast<double>(old_size) / new_size;
  std::vector<Coverage> pixels;
  for (int i = 0; i < new_size; ++i) {
    pixels.push_back(cover(i * step, (i + 1) * step, old_size));
    for (double& weight : pixels.back().weights) weight /= step;
  }
  return pixels;
}

}  // namespace

std::optional<std::uint8_t> tone_byte(double value, double white) {
  if (!(value >= 0 && value <= white)) return std::nullopt;
  return to_byte(255 * value / white);
}

Raster to_grey(Raster image) {
  if (image.channels == 1) return image;
  Raster grey{image.width, image.height, 1, {}};
  grey.pixels.reserve(image.positions());
  for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
    grey.pixels.push_back(to_byte(0.299 * image.pixels[i] + 0.587 * image.pixels[i + 1] +
                                  0.114 * image.pixels[i + 2]));
  }
  return grey;
}

Raster to_colour(Raster image) {
  if (image.channels == 3) return image;
  Raster colour{image.width, image.height, 3, {}};
  colour.pixels.reserve(3 * image.positions());
  for (const std::uint8_t tone : image.pixels) colour.pixels.insert(colour.pixels.end(), 3, tone);
  return colour;
}

Raster resized(const Raster& image, int width, int height) {
  const std::vector<Coverage> rows = shares(image.height, height);
  const std::vector<Coverage> columns = shares(image.width, width);
  const auto channels = static_cast<std::size_t>(image.channels);
  const std::size_t old_row = static_cast<std::size_t>(image.width) * channels;
  Raster result{width, height, image.channels, {}};
  result.pixels.reserve(result.positions() * channels);
  std::vector<double> mean_row(old_row);
  for (const Coverage& row : rows) {
    std::ranges::fill(mean_row, 0.0);
    for (std::size_t i = 0; i < row.weights.size(); ++i) {
      const std::uint8_t* const source =
          image.pixels.data() + (static_cast<std::size_t>(row.first) + i) * old_row;
      for (std::size_t x = 0; x < old_row; ++x) mean_row[x] += row.weights[i] * source[x];
    }
    for (const Coverage& column : columns) {
      for (std::size_t channel = 0; channel < channels; ++channel) {
        double sum = 0;
        for (std::size_t j = 0; j < column.weights.size(); ++j) {
          sum += column.weights[j] *
                 mean_row[(static_cast<std::size_t>(column.first) + j) * channels + channel];
        }
        result.pixels.push_back(to_byte(sum));
      }
    }
  }
  return result;
}

Raster transposed(const Raster& image) {
  constexpr int kTransposed = 5;
  return upright(image, kTransposed);
}

Raster upright(Raster stored, int orientation) {
  if (orientation == 1) return stored;
  const bool is_transposed = orientation >= 5;
  const bool is_mirrored =
      orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool is_upside_down =
      orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  Raster image{is_transposed ? stored.height : stored.width,
               is_transposed ? stored.width : stored.height,
               stored.channels,
               {}};
  image.pixels.reserve(stored.pixels.size());
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      int column = is_transposed ? y : x;
      int row = is_transposed ? x : y;
      if (is_mirrored) column = stored.width - 1 - column;
      if (is_upside_down) row = stored.height - 1 - row;
      const auto pixel =
          stored.pixels.begin() +
          (std::ptrdiff_t{row} * stored.width + std::ptrdiff_t{column}) * stored.channels;
      image.pixels.insert(image.pixels.end(), pixel, pixel + stored.channels);
    }
  }
  return image;
}

void invert(Bytes& pixels) {
  for (std::uint8_t& pixel : pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
}

bool has_light_border(const Raster& image) {
  const Raster grey = to_grey(image);
  const auto width = static_cast<std::size_t>(image.width);
  std::size_t count = 0;
  std::size_t light = 0;
  for (std::size_t i = 0; i < grey.pixels.size(); ++i) {
    const std::size_t x = i % width;
    const bool is_at_side = x == 0 || x + 1 == width;
    if (!is_at_side && i >= width && i + width < grey.pixels.size()) continue;
    ++count;
    if (grey.pixels[i] >= 128) ++light;
  }
  return 2 * light > count;
}

}  // namespace hourglass
