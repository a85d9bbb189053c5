#include "core/training/metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/analysis/units.h"
#include "core/training/objective.h"

namespace hourglass {
namespace {

constexpr Scalar kClip = Scalar(1e-7);  // of outputs that are not probabilities, for BCE only

// Sums over the images of one chunk. They are added in the order of the chunks, so that the metrics
// do not depend on the number of threads.
struct Sums {
  double squared_error = 0;
  double cross_entropy = 0;
  double loss = 0;
  Eigen::Index exact_pixels = 0;

  void add(const Sums& others) {
    squared_error += others.squared_error;
    cross_entropy += others.cross_entropy;
    loss += others.loss;
    exact_pixels += others.exact_pixels;
  }
};

double cross_entropy(const Model& model, PassBatch& chunk) {
  const std::size_t end = model.network.layer_count();
  Workspace& workspace = chunk.workspace;
  if (model.has_logits()) {
    return cross_entropy_from_logits(workspace.activation(end - 1), chunk.target(), Scalar(0),
                                     workspace.write_gradient(end - 1));
  }
  const auto p = workspace.activation(end).array().max(kClip).min(1 - kClip);
  const auto t = chunk.target().array();
  return -(t * p.log() + (1 - t) * (1 - p).log()).colwise().sum().cast<double>().sum();
}

Sums sums_of(const Model& model, PassBatch& chunk) {
  const std::size_t end = model.network.layer_count();
  Workspace& workspace = chunk.workspace;
  Sums sums;
  sums.cross_entropy = cross_entropy(model, chunk);
  sums.squared_error = squared_error(workspace.activation(end), chunk.target(), Scalar(0),
                                     workspace.write_gradient(end));
  sums.loss = Objective(model).loss(chunk, 0);
  const auto output = workspace.activation(end).array();
  const auto target = chunk.clean.array();
  sums.exact_pixels =
      ((output - target).abs() < Scalar(0.5) && (target == Scalar(0) || target == Scalar(1)))
          .count();
  return sums;
}

}  // namespace

double bce_floor(const Dataset& dataset) {
  std::array<std::size_t, 256> histogram{};
  for (const std::uint8_t byte : dataset.pixels) ++histogram[byte];
  double entropy = 0;
  for (std::size_t byte = 1; byte < 255; ++byte) {
    const double t = static_cast<double>(byte) / 255;
    entropy -= static_cast<double>(histogram[byte]) * (t * std::log(t) + (1 - t) * std::log1p(-t));
  }
  return entropy / static_cast<double>(dataset.pixels.size());
}

MeanImageErrors mean_image_errors(const Dataset& dataset) {
  const std::size_t pixels = dataset.image_size();
  std::vector<std::uint64_t> sum(pixels);
  std::vector<std::uint64_t> sum_of_squares(pixels);
  for (std::size_t index = 0; index < dataset.pixels.size(); ++index) {
    const std::uint64_t byte = dataset.pixels[index];
    sum[index % pixels] += byte;
    sum_of_squares[index % pixels] += byte * byte;
  }
  // If a pixel's mean m is predicted for every image, its squared error is its variance and its
  // cross-entropy is the entropy of m.
  const std::uint64_t count = dataset.count();
  const double scale = 255 * static_cast<double>(count);
  MeanImageErrors errors;
  for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
    const double m = static_cast<double>(sum[pixel]) / scale;
    // Integer arithmetic gives equal images a variance of exactly 0. The terms may exceed 2⁶⁴ and
    // wrap around; their difference is at most (255 count / 2)², which 64 bits hold for up to
    // 33 million images.
    const std::uint64_t spread = count * sum_of_squares[pixel] - sum[pixel] * sum[pixel];
    errors.mse += static_cast<double>(spread) / (scale * scale) / static_cast<double>(pixels);
    if (m <= 0 || m >= 1) continue;
    errors.bce -= (m * std::log(m) + (1 - m) * std::log1p(-m)) / static_cast<double>(pixels);
  }
  return errors;
}

double exact_pixel_ceiling(const Dataset& dataset) {
  const auto extremes = std::ranges::count_if(
      dataset.pixels, [](std::uint8_t byte) { return byte == 0 || byte == 255; });
  return static_cast<double>(extremes) / static_cast<double>(dataset.pixels.size());
}

Result<Metrics> evaluate(const Model& model, const Dataset& dataset, const Corruption& corruption,
                         ThreadTeam& team) {
  const auto chunk_size = static_cast<std::size_t>(model.network.chunk_size());
  std::vector<Sums> chunks(dataset.count() / chunk_size + 1);
  std::vector<UnitRanges> ranges(static_cast<std::size_t>(team.size()),
                                 UnitRanges(model.network.code_size()));
  const Result<void> done =
      for_each_chunk(model, dataset, corruption, model.network.layer_count(), team,
                     [&](int member, std::size_t first, PassBatch& chunk) {
                       chunks[first / chunk_size] = sums_of(model, chunk);
                       ranges[static_cast<std::size_t>(member)].add(
                           chunk.workspace.activation(model.network.code_index()));
                     });
  if (!done) return std::unexpected(done.error());
  Sums all;
  for (const Sums& chunk : chunks) all.add(chunk);
  for (std::size_t member = 1; member < ranges.size(); ++member) ranges[0].add(ranges[member]);
  const auto pixel_count = static_cast<double>(dataset.pixels.size());
  Metrics metrics{.images = dataset.count()};
  metrics.mse = all.squared_error / pixel_count;
  metrics.squared_error_per_image = metrics.mse * dataset.shape.size();
  metrics.psnr = -10 * std::log10(metrics.mse);
  metrics.bce = all.cross_entropy / pixel_count;
  metrics.bce_above_floor = metrics.bce - bce_floor(dataset);
  const double variance = mean_image_errors(dataset).mse;
  metrics.explained_variance =
      variance > 0 ? 1 - metrics.mse / variance : std::numeric_limits<double>::quiet_NaN();
  metrics.exact_pixel_accuracy = static_cast<double>(all.exact_pixels) / pixel_count;
  metrics.loss = all.loss / pixel_count;
  if (variance > 0) metrics.dead_units = ranges[0].dead_units();
  return metrics;
}

std::optional<double> explained_in_training(const Model& model, const Dataset& training_images,
                                            std::uint64_t seed, ThreadTeam& team) {
  constexpr std::size_t kSample = 256;
  const Dataset sample = training_images.slice(0, std::min(kSample, training_images.count()));
  const Result<Metrics> metrics =
      evaluate(model, sample, {.noise = model.spec.recipe.noise, .seed = seed}, team);
  if (!metrics || !std::isfinite(metrics->explained_variance)) return std::nullopt;
  return metrics->explained_variance;
}

}  // namespace hourglass
