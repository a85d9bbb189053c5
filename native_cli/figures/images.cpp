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

Images images_of(const Dataset& dataset, std::span<const std::uint32_t> numbers) {
  Images images{.shape = dataset.shape,
                .pixels = std::vector<Scalar>(numbers.size() * dataset.image_size())};
  load_images(dataset, numbers,
              MatrixView(images.pixels.data(), dataset.shape.size(),
                         static_cast<Eigen::Index>(numbers.size())));
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

Images rebuilt_by(const Model& model, const Images& images) {
  return {.shape = images.shape, .pixels = value_of(reconstruct(model, images.pixels))};
}

Images corrupted(const Images& clean, const Noise& noise) {
  Images noisy = clean;
  corrupt_images(clean.matrix(), noise, 1, 0,
                 MatrixView(noisy.pixels.data(), clean.matrix().rows(), clean.matrix().cols()));
  return noisy;
}

Noise gaussian(double level) {
  if (level == 0) return {};
  return {.kind = NoiseKind::kGaussian, .level = level};
}

std::span<const Scalar> image_at(const Images& images, std::size_t index) {
  if (index >= images.count()) {
    throw_failure("expected an image with index ", index, ", found ", images.count(), " images");
  }
  const auto size = static_cast<std::size_t>(images.shape.size());
  return std::span(images.pixels).subspan(index * size, size);
}

Tile tile_of(const Images& images, std::size_t index, const std::string& caption, Tile::Kind kind) {
  const std::span<const Scalar> image = image_at(images, index);
  return {.pixels = {image.begin(), image.end()},
          .caption = caption,
          .kind = kind,
          .shape = images.shape};
}

double mean_squared_error(const Images& images, const Images& target) {
  return value_of(compare(images.pixels, target.pixels)).mean_squared_error;
}

StripRow row_of(const std::string& label, const Images& images, Tile::Kind kind) {
  StripRow row{.label = label, .tiles = {}};
  for (std::size_t i = 0; i < images.count(); ++i) {
    row.tiles.push_back(tile_of(images, i, "", kind));
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
  return {.shape = target.shape,
          .pixels = value_of(compare(rebuilt.pixels, target.pixels)).difference};
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
  tile.scale = tile.shape.width < 300 ? 6 : 2;
  return tile;
}

std::string planes_text(Shape image) {
  return image.channels == 1 ? "" : "; one above the other: the weights of red, green and blue";
}

Bytes strip_png(const Strip& strip, int scale) { return to_png(draw_strip(strip, scale)); }

Strip reconstructions_strip(FigureInputs& inputs, const std::vector<std::string>& names) {
  const Images clean = images_of(inputs.test_images(), examples_of(inputs.test_images()));
  Strip strip{.title = {}, .rows = {row_of_examples("original", inputs.test_images())}};
  for (const std::string& name : names) {
    strip.rows.push_back(row_of(name, rebuilt_by(inputs.model(name), clean)));
    strip.rows.back().notes = {concat("MSE ", error_text(inputs.test_metrics(name).mse))};
  }
  strip.caption = concat(examples_text(inputs.test_images()),
                         ", no noise. Right: MSE, mean over pixels "
                         "and ",
                         with_commas(inputs.test_images().count()), " test images.");
  return strip;
}

}  // namespace hourglass::cli
