// Takes images from a data set, passes them through models and puts them on strips.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/data/noise.h"
#include "native_cli/drawing/strip.h"
#include "native_cli/figures/figure_inputs.h"

namespace hourglass::cli {

// Images of one shape, stored one after the other.
struct Images {
  Shape shape;
  std::vector<Scalar> pixels;

  std::size_t count() const { return pixels.size() / static_cast<std::size_t>(shape.size()); }
  ConstMatrixView matrix() const {
    return {pixels.data(), shape.size(), static_cast<Eigen::Index>(count())};
  }
};

// An image that represents a class of a data set.
struct Example {
  std::uint32_t number = 0;           // in the data set
  std::optional<std::uint8_t> label;  // if the data set has labels
  std::string name{};                 // its label, or "#3"
};

// The pixels of the images at the indices `numbers`, or of these examples.
Images images_of(const Dataset& dataset, std::span<const std::uint32_t> numbers);
Images images_of(const Dataset& dataset, std::span<const Example> examples);

// The first image of each class, in the order of the labels and up to kMaxExamples; without
// labels, the first ten images.
inline constexpr std::size_t kMaxExamples = 26;
std::vector<Example> examples_of(const Dataset& dataset);

// Describes examples_of for a caption: "The first test image of each class" or, without labels,
// "The first 10 test images".
std::string examples_text(const Dataset& dataset);

// The images as the model rebuilds them.
Images rebuilt_by(const Model& model, const Images& images);

// Corrupts the images as `evaluate` and `reconstruct` corrupt images 0, 1, 2 … with seed 1.
Images corrupted(const Images& clean, const Noise& noise);

Noise gaussian(double level);

// Fails if there is no image with this index.
std::span<const Scalar> image_at(const Images& images, std::size_t index);

// The image with this index, as a tile.
Tile tile_of(const Images& images, std::size_t index, const std::string& caption = {},
             Tile::Kind kind = Tile::Kind::kPicture);

double mean_squared_error(const Images& images, const Images& target);

// A row of tiles, one for each image.
StripRow row_of(const std::string& label, const Images& images,
                Tile::Kind kind = Tile::Kind::kPicture);

// A row of the data set's examples, each under its name.
StripRow row_of_examples(const std::string& label, const Dataset& dataset);

// rebuilt − target
Images difference(const Images& rebuilt, const Images& target);

// One test image of each class and, below, each model's reconstructions with its error on all test
// images to the right. The caller sets the title.
Strip reconstructions_strip(FigureInputs& inputs, const std::vector<std::string>& names);

// The first filters of a model's first layer, each scaled to its own largest weight. Fails if the
// first layer has no weights.
inline constexpr std::size_t kFiltersShown = 64;
Tile filter_tile(const Model& model);

// Says how filters of colour images are drawn, to follow a caption; "" for grey images.
std::string planes_text(Shape image);

Bytes strip_png(const Strip& strip, int scale);

}  // namespace hourglass::cli
