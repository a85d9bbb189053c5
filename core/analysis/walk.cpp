#include "core/analysis/walk.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/compute/random_normal.h"

namespace hourglass {
namespace {

Result<void> check_count(int count, int least) {
  if (count >= least && count <= kMostPoints) return {};
  return fail("path: expected ", least, " to ", kMostPoints, " points, found ", count);
}

Result<std::vector<Scalar>> encode_one(const Model& model, std::span<const Scalar> image) {
  if (const Result<void> fits = check_image(model, image); !fits) {
    return std::unexpected(fits.error());
  }
  return encode(model, image);
}

}  // namespace

Result<std::vector<Scalar>> line_between(std::span<const Scalar> a, std::span<const Scalar> b,
                                         int count) {
  if (const Result<void> fits = check_count(count, 2); !fits) return std::unexpected(fits.error());
  if (a.size() != b.size()) {
    return fail("path: expected two points of the same size, found ", a.size(), " and ", b.size(),
                " numbers");
  }
  std::vector<Scalar> points;
  points.reserve(a.size() * static_cast<std::size_t>(count));
  for (int point = 0; point < count; ++point) {
    const Scalar t = static_cast<Scalar>(point) / static_cast<Scalar>(count - 1);
    for (std::size_t i = 0; i < a.size(); ++i) points.push_back((1 - t) * a[i] + t * b[i]);
  }
  return points;
}

Result<std::vector<Scalar>> interpolate_codes(const Model& model, std::span<const Scalar> a,
                                              std::span<const Scalar> b, int count) {
  const Result<std::vector<Scalar>> code_a = encode_one(model, a);
  if (!code_a) return code_a;
  const Result<std::vector<Scalar>> code_b = encode_one(model, b);
  if (!code_b) return code_b;
  const Result<std::vector<Scalar>> codes = line_between(*code_a, *code_b, count);
  if (!codes) return codes;
  return decode(model, *codes);
}

Result<std::vector<Scalar>> random_walk(std::span<const Scalar> start, double deviation, int count,
                                        std::uint64_t seed) {
  if (const Result<void> fits = check_count(count, 1); !fits) return std::unexpected(fits.error());
  if (!(deviation >= 0) || !std::isfinite(deviation)) {
    return fail("walk: expected a standard deviation of 0 or more, found ", shortest(deviation));
  }
  std::vector<Scalar> points(start.begin(), start.end());
  points.reserve(start.size() * static_cast<std::size_t>(count));
  std::vector<Scalar> draws(start.size());
  for (int step = 1; step < count; ++step) {
    Random random(seed, Purpose::kWalk, static_cast<std::uint64_t>(step));
    draw_standard_normal(random, draws);
    for (const Scalar draw : draws) {
      const Scalar before = points[points.size() - start.size()];
      points.push_back(before + static_cast<Scalar>(deviation) * draw);
    }
  }
  return points;
}

Result<std::vector<Scalar>> walk_pixels(std::span<const Scalar> image, double deviation, int count,
                                        std::uint64_t seed) {
  Result<std::vector<Scalar>> points = random_walk(image, deviation, count, seed);
  if (!points) return points;
  for (Scalar& pixel : *points) pixel = std::clamp(pixel, Scalar(0), Scalar(1));
  return points;
}

Result<std::vector<Scalar>> walk_codes(const Model& model, std::span<const Scalar> image,
                                       double deviation, int count, std::uint64_t seed) {
  const Result<std::vector<Scalar>> start = encode_one(model, image);
  if (!start) return start;
  const Result<std::vector<Scalar>> codes = random_walk(*start, deviation, count, seed);
  if (!codes) return codes;
  return decode(model, *codes);
}

Result<std::vector<Scalar>> walk_weights(const Model& model, std::span<const Scalar> image,
                                         double deviation, int count, std::uint64_t seed) {
  if (const Result<void> fits = check_image(model, image); !fits) {
    return std::unexpected(fits.error());
  }
  double squares = 0;
  for (const Scalar parameter : model.parameters) {
    squares += static_cast<double>(parameter) * parameter;
  }
  const std::size_t size = model.parameters.size();
  const double root_mean_square = std::sqrt(squares / static_cast<double>(size));
  const Result<std::vector<Scalar>> walk =
      random_walk(model.parameters, deviation * root_mean_square, count, seed);
  if (!walk) return walk;
  const std::size_t end = model.network.layer_count();
  Workspace workspace;
  workspace.prepare(model.network, 1);
  std::ranges::copy(image, workspace.write_activation(0).data());
  model.network.forward(std::span(*walk).last(size), workspace, 0, end);
  const ConstMatrixView rebuilt = workspace.activation(end);
  return std::vector<Scalar>(rebuilt.data(), rebuilt.data() + rebuilt.size());
}

}  // namespace hourglass
