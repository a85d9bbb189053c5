// Ways from image to image, through pixel space and through code space: the straight line between
// two, and a random walk from one. In code space every point is decoded, so that it shows what the
// model takes for an image.
#pragma once

#include "core/models/model.h"

namespace hourglass {

// The longest path, so that no request is too large for a page's memory.
inline constexpr int kMostPoints = 10000;

// `count` points evenly spaced from a to b, both included, one after the other. Refused: points of
// two sizes, a count that is not 2…10,000.
Result<std::vector<Scalar>> line_between(std::span<const Scalar> a, std::span<const Scalar> b,
                                         int count);

// The images decoded from the line between the codes of two images; the first and last are the
// reconstructions of the two. Refused: as by line_between, encode and decode.
Result<std::vector<Scalar>> interpolate_codes(const Model& model, std::span<const Scalar> a,
                                              std::span<const Scalar> b, int count);

// `count` points, the first of which is `start` and each other the one before plus a step of
// N(0, deviation²) in every coordinate. Step i draws from the generator of (seed, kWalk, i): equal
// seeds give equal walks. Refused: a deviation that is not 0 or positive, a count that is not
// 1…10,000.
Result<std::vector<Scalar>> random_walk(std::span<const Scalar> start, double deviation, int count,
                                        std::uint64_t seed);

// A random walk in pixel space, its points then clipped to [0, 1].
Result<std::vector<Scalar>> walk_pixels(std::span<const Scalar> image, double deviation, int count,
                                        std::uint64_t seed);

// The images decoded from a random walk that starts at the code of an image; the first is its
// reconstruction. Refused: as by random_walk, encode and decode.
Result<std::vector<Scalar>> walk_codes(const Model& model, std::span<const Scalar> image,
                                       double deviation, int count, std::uint64_t seed);

}  // namespace hourglass
