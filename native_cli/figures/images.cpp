#include "native_cli/figures/images.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

#include "core/analysis/errors.h"
#include "core/analysis/units.h"
#include "core/data/batch.h"
#include "native_cli/drawing/png.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

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

Images images_of(const Dataset& dataset, std::span<const Example> examples) {
  std::vector<std::uint32_t> numbers;
  std::ranges::transform(examples, std::back_inserter(numbers), &Example::number);
  return images_of(dataset, numbers);
}

std::vector<Example> examples_of(const Dataset& dataset) {
  constexpr std::size_t kWithoutLabels = 10;
  std::vector<Example> examples;
  for (std::uint32_t number = 0;
       dataset.labels.empty() && number < std::min(kWithoutLabels, dataset.count()); ++number) {
    examples.push_back({.number = number, .label = std::nullopt, .name = concat('#', number)});
  }
  std::map<std::uint8_t, std::uint32_t> first_of_label;
  for (std::uint32_t number = 0; number < dataset.labels.size(); ++number) {
    first_of_label.emplace(dataset.labels[number], number);
  }
  for (const auto& [label, number] : first_of_label) {
    if (examples.size() == kMaxExamples) break;
    examples.push_back({.number = number, .label = label, .name = concat(int{label})});
  }
  return examples;
}

std::string examples_text(const Dataset& dataset) {
  const std::size_t count = examples_of(dataset).size();
  if (dataset.labels.empty()) return concat("The first ", count, " test images");
  const std::set<std::uint8_t> classes(dataset.labels.begin(), dataset.labels.end());
  return concat("The first test image of each ",
                count < classes.size() ? concat("of the first ", count, " classes") : "class");
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
  if (index >= images.size() / kImagePixels) {
    throw_failure("expected an image with index ", index, ", found ", images.size() / kImagePixels,
                  " images");
  }
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

StripRow row_of_examples(const std::string& label, const Dataset& dataset) {
  const std::vector<Example> examples = examples_of(dataset);
  StripRow row = row_of(label, images_of(dataset, examples));
  for (std::size_t i = 0; i < examples.size(); ++i) row.tiles[i].caption = examples[i].name;
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

Strip reconstructions_strip(FigureInputs& inputs, const std::vector<std::string>& names) {
  const Images clean = images_of(inputs.test_images(), examples_of(inputs.test_images()));
  Strip strip{.title = {}, .rows = {row_of_examples("original", inputs.test_images())}};
  for (const std::string& name : names) {
    strip.rows.push_back(row_of(name, value_of(reconstruct(inputs.model(name), clean))));
    strip.rows.back().notes = {concat("MSE ", error_text(inputs.test_metrics(name).mse))};
  }
  strip.caption = concat(examples_text(inputs.test_images()),
                         ", no noise. Right: MSE, mean over pixels "
                         "and ",
                         with_commas(inputs.test_images().count()), " test images.");
  return strip;
}

}  // namespace hourglass::cli
