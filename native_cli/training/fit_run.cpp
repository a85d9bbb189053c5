#include "native_cli/training/fit_run.h"

#include <algorithm>
#include <chrono>
#include <map>

#include "core/io/moments_file.h"
#include "core/models/pca.h"
#include "native_cli/files/model_file.h"
#include "native_cli/files/read_file.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

using Clock = std::chrono::steady_clock;

void check_count(const Model& model, std::size_t images) {
  const auto components = static_cast<std::size_t>(model.network.code_size());
  if (images > components) return;
  throw_failure(model.spec.name, ": expected at least ", components + 1, " training images for ",
                components, components == 1 ? " component" : " components", ", found ", images);
}

void save_fit(const Model& model, const TrainingState& state, std::size_t images,
              std::size_t validation_images, const RunSettings& settings) {
  const TrainingState fitted{
      .seed = state.seed, .images = images, .validation_images = validation_images};
  save_model(settings.out, model, fitted,
             state.run->float16 ? WeightPrecision::kFloat16 : WeightPrecision::kFloat32);
}

void report_fit(const Model& model, double seconds, std::optional<double> loss,
                const RunSettings& settings) {
  print_line("Fitted in ", duration(seconds), ": ", model.spectrum->variances.size(),
             " components explain ", fixed(100 * model.spectrum->explained(), 2),
             " % of the variance", loss ? concat("; validation MSE ", error_text(*loss)) : "", ".");
  constexpr double kNothing = 1e-12;  // share of the variance that is only rounding error
  const auto idle = std::ranges::count_if(model.spectrum->variances, [&model](double variance) {
    return variance <= kNothing * model.spectrum->total_variance;
  });
  if (idle > 0) {
    print_warning("the images vary in only ", model.network.code_size() - idle,
                  " directions: the last ", idle, " components explain nothing");
  }
  report_file(model, settings);
}

double fit_seconds(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

void run_fit(Model& model, const TrainingState& state, const TrainingData& data,
             const RunSettings& settings) {
  check_count(model, data.training.count());
  const Clock::time_point start = Clock::now();
  ThreadTeam team(state.threads);
  warn_of_smaller_team(team, state.threads);
  value_of(fit_pca(model, data.training, team));
  const double seconds = fit_seconds(start);
  save_fit(model, state, data.training.count(), data.validation.count(), settings);
  report_fit(model, seconds, validation_loss(model, data.validation, state.seed, team), settings);
}

void run_fit(Model& model, const TrainingState& state, const ImageMoments& moments,
             const RunSettings& settings) {
  check_count(model, moments.images);
  const Clock::time_point start = Clock::now();
  value_of(fit_pca(model, moments));
  save_fit(model, state, moments.images, 0, settings);
  report_fit(model, fit_seconds(start), std::nullopt, settings);
}

ImageMoments sum_of_moments(const std::vector<std::string>& files) {
  std::optional<ImageMoments> total;
  std::map<std::uint32_t, std::string> known;
  for (const std::string& file : files) {
    MomentsFile part = value_of(load_moments(map_file(file), file));
    const auto [other, is_new] = known.emplace(part.pixels_crc32, file);
    if (!is_new) {
      throw_failure(file, ": expected the moments of other images than ", other->second,
                    ", found those of the same ones");
    }
    if (!total) {
      total = std::move(part.moments);
    } else if (const Result<void> added = add_moments(*total, part.moments); !added) {
      throw_failure(file, ": ", added.error().message);
    }
  }
  return *std::move(total);
}

}  // namespace hourglass::cli
