// Figures F1, F6 and F15: noise and its removal.
#include <algorithm>
#include <numeric>

#include "core/data/batch.h"
#include "core/data/pixels.h"
#include "native_cli/drawing/plot.h"
#include "native_cli/figures/draw_figures.h"
#include "native_cli/figures/images.h"
#include "native_cli/files/formats/csv.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

constexpr std::string_view kNoiseText =
    "Gaussian noise of standard deviation σ is added to every pixel; values are clipped to [0, 1].";

std::string sigma(double level) { return concat("σ = ", shortest(level)); }

// The error of the noisy test images themselves, without any model.
double noise_error(const Dataset& dataset, const Noise& noise) {
  constexpr std::size_t kBlockSize = 1000;
  double sum = 0;
  for (std::size_t first = 0; first < dataset.count(); first += kBlockSize) {
    const Dataset block = dataset.slice(first, std::min(kBlockSize, dataset.count() - first));
    Images clean{.shape = block.shape, .pixels = std::vector<Scalar>(block.pixels.size())};
    bytes_to_pixels(block.pixels, clean.pixels);
    Images noisy = clean;
    corrupt_images(clean.matrix(), noise, 1, first,
                   MatrixView(noisy.pixels.data(), clean.matrix().rows(), clean.matrix().cols()));
    sum += mean_squared_error(noisy, clean) * static_cast<double>(block.count());
  }
  return sum / static_cast<double>(dataset.count());
}

// Some test images at every noise level, and their reconstructions by the denoiser and by a model
// that was trained without noise.
Strip denoising_strip(FigureInputs& inputs) {
  constexpr std::array<double, 5> kLevels{0.3, 0.5, 0.7, 0.8, 0.9};
  std::vector<std::uint32_t> numbers(std::min<std::size_t>(3, inputs.test_images().count()));
  std::iota(numbers.begin(), numbers.end(), 0U);
  const Images clean = images_of(inputs.test_images(), numbers);
  Strip strip{.title = "Denoising at σ = 0.3 to 0.9, and a standard autoencoder on the same input",
              .rows = {},
              .caption = concat("The first test images. ", kNoiseText,
                                " denoising-256 was trained with σ ~ U(0, 0.9); hidden-256 has the "
                                "same layers and was trained without noise.")};
  for (std::size_t image = 0; image < clean.count(); ++image) {
    StripRow noisy{.label = "noisy", .tiles = {}};
    StripRow denoised{.label = "denoising-256", .tiles = {}};
    StripRow standard{.label = "hidden-256", .tiles = {}};
    for (StripRow* row : {&noisy, &denoised, &standard}) {
      row->tiles.push_back(tile_of(clean, image));
    }
    if (image == 0) noisy.tiles.front().caption = "original";
    for (const double level : kLevels) {
      const Images all = corrupted(clean, gaussian(level));
      noisy.tiles.push_back(tile_of(all, image, image == 0 ? sigma(level) : ""));
      const Images denoised_all = rebuilt_by(inputs.model("denoising-256"), all);
      const Images rebuilt_all = rebuilt_by(inputs.model("hidden-256"), all);
      denoised.tiles.push_back(tile_of(denoised_all, image));
      standard.tiles.push_back(tile_of(rebuilt_all, image));
    }
    strip.rows.insert(strip.rows.end(), {noisy, denoised, standard});
  }
  return strip;
}

}  // namespace

FigureFiles draw_noise_levels(FigureInputs& inputs) {
  const Images clean = images_of(inputs.test_images(), examples_of(inputs.test_images()));
  CsvTable table({"sigma", "mse_of_noisy_test_images"});
  Strip strip{.title = "The denoiser's input: digits at every noise level",
              .rows = {},
              .caption = concat(kNoiseText,
                                " Right: mean squared error (MSE) of the noisy image "
                                "against the clean one, over all ",
                                with_commas(inputs.test_images().count()), " test images.")};
  for (const double level : {0.0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9}) {
    const double error = noise_error(inputs.test_images(), gaussian(level));
    strip.rows.push_back(level == 0 ? row_of_examples(sigma(level), inputs.test_images())
                                    : row_of(sigma(level), corrupted(clean, gaussian(level))));
    strip.rows.back().notes = {concat("MSE ", fixed(error, 4))};
    table.add_row(level, error);
  }
  return {{"F1.png", strip_png(strip, 3)}, {"F1.csv", table.bytes()}};
}

FigureFiles draw_one_denoised(FigureInputs& inputs) {
  const std::vector<std::uint32_t> number{0};
  const Images clean = images_of(inputs.test_images(), number);
  Strip strip{.title = "One noisy digit and its denoised output",
              .rows = {},
              .explains_difference = true,
              .caption = concat("Test image 0. ", kNoiseText,
                                " MSE: of this image, against the clean digit.")};
  CsvTable table({"model", "sigma", "mse_noisy", "mse_denoised"});
  for (const auto& [name, level] : {std::pair{"denoising-10", 0.1}, {"denoising-256", 0.5}}) {
    const Images noisy = corrupted(clean, gaussian(level));
    const Images denoised = rebuilt_by(inputs.model(name), noisy);
    const double before = mean_squared_error(noisy, clean);
    const double after = mean_squared_error(denoised, clean);
    const bool first = strip.rows.empty();
    const auto caption = [first](const char* text) { return std::string(first ? text : ""); };
    strip.rows.push_back(
        {.label = name,
         .tiles = {tile_of(clean, 0, caption("original")), tile_of(noisy, 0, caption("noisy")),
                   tile_of(denoised, 0, caption("denoised")),
                   tile_of(difference(denoised, clean), 0, caption("difference"),
                           Tile::Kind::kDifference)},
         .notes = {sigma(level), concat("noisy MSE ", error_text(before)),
                   concat("denoised MSE ", error_text(after))}});
    table.add_row(name, level, before, after);
  }
  return {{"F6.png", strip_png(strip, 6)}, {"F6.csv", table.bytes()}};
}

FigureFiles draw_denoising_series(FigureInputs& inputs) {
  constexpr std::array<double, 11> kCurveLevels{0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};
  CsvTable table({"sigma", "mse_noisy_input", "mse_denoising_256", "mse_hidden_256"});
  Series input{.name = "noisy input", .x = {}, .y = {}, .mark = Series::Mark::kDashed, .colour = 2};
  Series denoiser{.name = "denoising-256", .x = {}, .y = {}, .mark = Series::Mark::kLinePoints};
  Series standard{
      .name = "hidden-256", .x = {}, .y = {}, .mark = Series::Mark::kLinePoints, .colour = 1};
  for (const double level : kCurveLevels) {
    const Noise noise = gaussian(level);
    const std::array errors{noise_error(inputs.test_images(), noise),
                            inputs.test_metrics("denoising-256", noise).mse,
                            inputs.test_metrics("hidden-256", noise).mse};
    std::size_t next = 0;
    for (Series* series : {&input, &denoiser, &standard}) {
      series->x.push_back(level);
      series->y.push_back(errors[next++]);
    }
    table.add_row(level, errors[0], errors[1], errors[2]);
  }
  const MeanImageErrors mean = mean_image_errors(inputs.test_images());
  const Plot plot{
      .title = "Error after denoising, by noise level",
      .caption =
          concat("MSE against the clean images, mean over pixels and ",
                 with_commas(inputs.test_images().count()), " test images. ", kNoiseText,
                 " Trained with σ ~ U(0, 0.9) (denoising-256) and without noise (hidden-256)."),
      .panels = {{.x = {.label = "noise level σ"},
                  .y = {.label = "MSE", .min = 0},
                  .series = {input, standard, denoiser},
                  .references = {{.name = "mean image", .level = mean.mse}}}}};
  return {{"F15.png", strip_png(denoising_strip(inputs), 4)},
          {"F15-levels.svg", draw_plot(plot)},
          {"F15.csv", table.bytes()}};
}

}  // namespace hourglass::cli
