// Paths between images in pixel space and in code space: the straight line between two images, and
// a random walk that starts at one. In code space every point is decoded, so the path shows only
// images that the model can produce.
#pragma once

#include "core/models/model.h"

namespace hourglass {

// The maximum length of a path, so that no request exceeds a page's memory.
inline constexpr int kMostPoints = 10000;

// `count` evenly spaced points from a to b, both included, contiguous. Returns an error if the
// points differ in size or `count` is not 2…10,000.
Result<std::vector<Scalar>> line_between(std::span<const Scalar> a, std::span<const Scalar> b,
                                         int count);

// The images decoded from the line between the codes of two images; the first and last are the
// reconstructions of the two. Returns an error if check_image,
// line_between or decode does.
Result<std::vector<Scalar>> interpolate_codes(const Model& model, std::span<const Scalar> a,
                                              std::span<const Scalar> b, int count);

// `count` points: the first is `start`, and each further one adds a step of N(0, deviation²) per
// coordinate to the one before. Step i draws from the generator of (seed, kWalk, i), so the same
// seed gives the same walk. Returns an error if `deviation` is negative or not finite, or `count`
// is not 1…10,000.
Result<std::vector<Scalar>> random_walk(std::span<const Scalar> start, double deviation, int count,
                                        std::uint64_t seed);

// A random walk in pixel space, with its points clipped to [0, 1] afterwards.
Result<std::vector<Scalar>> walk_pixels(std::span<const Scalar> image, double deviation, int count,
                                        std::uint64_t seed);

// The images decoded from a random walk that starts at the code of an image; the first is its
// reconstruction. Returns an error if check_image, random_walk or decode does.
Result<std::vector<Scalar>> walk_codes(const Model& model, std::span<const Scalar> image,
                                       double deviation, int count, std::uint64_t seed);

// The reconstruction of an image by the model at the last of `count` points of a random walk of its
// parameters; the first point is the model as it is. `deviation` is relative to the root mean
// square of the parameters. Returns an error if check_image or random_walk does.
Result<std::vector<Scalar>> walk_weights(const Model& model, std::span<const Scalar> image,
                                         double deviation, int count, std::uint64_t seed);

}  // namespace hourglass
