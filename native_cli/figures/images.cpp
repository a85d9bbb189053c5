#include "native_cli/figures/images.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/analysis/units.h"
#include "core/data/batch.h"
#include "core/training/metrics.h"
#include "native_cli/failure.h"
#include "native_cli/format.h"
#include "native_cli/png.h"

namespace hourglass::cli {
namespace {

Eigen::Index count_of(const Images& images) {
  return static_cast<Eigen::Index>(images.size()) / kImagePixels;
}

}  // namespace

Images images_of(const Dataset& dataset, std::span<const std::uint32_t> numbers) {
  Images images(numbers.size() * kImagePixels);
  load_images(dataset, numbers, MatrixView(images.data(), kImagePixels, count_of(images)));
  return images;
}

std::vector<std::uint32_t> one_of_each(const Dataset& dataset) {
  std::vector<std::uint32_t> numbers;
  if (dataset.labels.empty()) {
    numbers.resize(std::min<std::size_t>(10, dataset.count()));
    std::iota(numbers.begin(), numbers.end(), 0U);
    return numbers;
  }
  for (std::uint8_t label = 0; label < 10; ++label) {
    const auto found = std::ranges::find(dataset.labels, label);
    if (found == dataset.labels.end()) continue;
    numbers.push_back(static_cast<std::uint32_t>(found - dataset.labels.begin()));
  }
  return numbers;
}

Images corrupted(const Images& clean, const Noise& noise) {
  Images noisy(clean.size());
  corrupt_images(ConstMatrixView(clean.data(), kImagePixels, count_of(clean)), noise, 1, 0,
                 MatrixView(noisy.data(), kImagePixels, count_of(clean)));
  return noisy;
}

Noise gaussian(double level) {
  if (level == 0) return {};
  return {.kind = NoiseKind::kGaussian, .level = level};
}

std::span<const Scalar> image_at(const Images& images, std::size_t index) {
  return std::span(images).subspan(index * kImagePixels, kImagePixels);
}

double mean_squared_error(const Images& images, const Images& target) {
  return value_of(compare(images, target)).mean_squared_error;
}

StripRow row_of(const std::string& label, const Images& images, Tile::Kind kind) {
  StripRow row{.label = label, .tiles = {}};
  for (std::size_t i = 0; i < images.size() / kImagePixels; ++i) {
    const std::span<const Scalar> image = image_at(images, i);
    row.tiles.push_back({.pixels = {image.begin(), image.end()}, .kind = kind});
  }
  return row;
}

Images difference(const Images& rebuilt, const Images& target) {
  return value_of(compare(rebuilt, target)).difference;
}

Tile filter_tile(const Model& model) {
  constexpr int kColumns = 16;
  const ImageStack filters = value_of(first_layer_filters(model));
  const std::size_t size =
      static_cast<std::size_t>(filters.height) * static_cast<std::size_t>(filters.width);
  std::vector<Scalar> pixels(
      filters.pixels.begin(),
      filters.pixels.begin() +
          static_cast<std::ptrdiff_t>(std::min(kFiltersShown, filters.count()) * size));
  for (std::size_t first = 0; first < pixels.size(); first += size) {
    const std::span filter = std::span(pixels).subspan(first, size);
    Scalar greatest = Scalar(1e-12);
    for (const Scalar weight : filter) greatest = std::max(greatest, std::abs(weight));
    for (Scalar& weight : filter) weight /= greatest;
  }
  Tile tile = mosaic(pixels, filters.height, filters.width, kColumns, Tile::Kind::kDifference, 0);
  tile.scale = tile.width < 300 ? 6 : 2;
  return tile;
}

Bytes strip_png(const Strip& strip, int scale) { return to_png(draw_strip(strip, scale)); }

Strip side_by_side(Workshop& workshop, const std::vector<std::string>& names) {
  const Images clean = images_of(workshop.test(), one_of_each(workshop.test()));
  Strip strip{.title = {}, .rows = {row_of("original", clean)}};
  for (const std::string& name : names) {
    strip.rows.push_back(row_of(name, value_of(reconstruct(workshop.model(name), clean))));
    strip.rows.back().notes = {concat("MSE ", error_text(workshop.test_metrics(name).mse))};
  }
  strip.caption = concat(
      "The first test image of each digit, no noise. Right: MSE, mean over pixels "
      "and ",
      with_commas(workshop.test().count()), " test images.");
  return strip;
}

}  // namespace hourglass::cli
