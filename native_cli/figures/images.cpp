#include "native_cli/figures/images.h"

#include <algorithm>
#include <numeric>

#include "core/data/batch.h"
#include "core/training/metrics.h"
#include "native_cli/failure.h"
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

Bytes strip_png(const Strip& strip, int scale) { return to_png(draw_strip(strip, scale)); }

}  // namespace hourglass::cli
