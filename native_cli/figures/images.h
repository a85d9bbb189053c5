// Images as numbers, one after the other, on their way from a data set through a model onto a
// strip.
#pragma once

#include <span>
#include <vector>

#include "core/data/noise.h"
#include "native_cli/figures/workshop.h"
#include "native_cli/strip.h"

namespace hourglass::cli {

using Images = std::vector<Scalar>;

// The pixels of the images of these numbers.
Images images_of(const Dataset& dataset, std::span<const std::uint32_t> numbers);

// The numbers of the first image of each label, in the order of the labels; of the first ten where
// there are no labels.
std::vector<std::uint32_t> one_of_each(const Dataset& dataset);

// Corrupted as `evaluate` and `reconstruct` corrupt images 0, 1, 2 … by seed 1.
Images corrupted(const Images& clean, const Noise& noise);

Noise gaussian(double level);

std::span<const Scalar> image_at(const Images& images, std::size_t index);

double mean_squared_error(const Images& images, const Images& target);

// A row of tiles, one for each image.
StripRow row_of(const std::string& label, const Images& images,
                Tile::Kind kind = Tile::Kind::kGrey);

// rebuilt − target
Images difference(const Images& rebuilt, const Images& target);

// One test image of each digit, and below them what each model makes of them, with its error on all
// test images to the right. It has no title yet.
Strip side_by_side(Workshop& workshop, const std::vector<std::string>& names);

// The first filters of a model's first layer, each scaled to its own largest weight. Fails for a
// first layer without weights.
inline constexpr std::size_t kFiltersShown = 64;
Tile filter_tile(const Model& model);

Bytes strip_png(const Strip& strip, int scale);

}  // namespace hourglass::cli
