// Figures F12, F13 and F17: comparisons of models, and of inputs, on the same images.
#include <algorithm>
#include <numeric>

#include "core/analysis/errors.h"
#include "core/base/random.h"
#include "native_cli/figures/curves.h"
#include "native_cli/figures/draw_figures.h"
#include "native_cli/figures/images.h"
#include "native_cli/files/formats/csv.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

// Images of independent pixels, drawn uniformly from 0…255.
Dataset uniform_noise(std::size_t count, Shape shape) {
  Bytes pixels(count * static_cast<std::size_t>(shape.size()));
  Random random(1, Purpose::kNoise, 0);
  for (std::uint8_t& pixel : pixels) pixel = static_cast<std::uint8_t>(random.below(256));
  return {.shape = shape, .pixels = std::move(pixels)};
}

// The cumulative distribution of errors: the percentage of images with an error of at most x.
Series error_distribution(const std::string& name, std::vector<double> errors, std::size_t colour) {
  std::ranges::sort(errors);
  Series series{.name = name, .x = {}, .y = {}, .colour = colour};
  constexpr std::size_t kIntervals = 200;
  for (std::size_t interval = 0; interval <= kIntervals; ++interval) {
    series.x.push_back(errors[(errors.size() - 1) * interval / kIntervals]);
    series.y.push_back(100.0 * static_cast<double>(interval) / kIntervals);
  }
  return series;
}

// The code's channels side by side, from black for 0 to white for the largest value.
Tile code_tile(const Model& model, const Images& image) {
  std::vector<Scalar> code = value_of(encode(model, image.pixels));
  const Scalar greatest = std::max(*std::ranges::max_element(code), Scalar(1e-6));
  for (Scalar& value : code) value /= greatest;
  const Shape shape = model.network.code_shape();
  Tile tile = mosaic(code, shape.height, shape.width, 2, Tile::Kind::kPicture, Scalar(0.5));
  tile.scale = 12;
  return tile;
}

std::string code_text(const Model& model) {
  const std::size_t switches = model.network.switch_count();
  return concat("code ", with_commas(static_cast<std::uint64_t>(model.network.code_size())),
                switches > 0 ? concat(" + ", with_commas(switches), " switches") : "");
}

constexpr std::array<const char*, 3> kDecoders{"conv-transpose", "conv-nearest", "conv-unpool"};

// The first test image, its code and its reconstruction by the model with each decoder.
Strip decoders_strip(FigureInputs& inputs, CsvTable& table) {
  const Images digit = images_of(inputs.test_images(), std::vector<std::uint32_t>{0});
  const Shape code = inputs.model(kDecoders.front()).network.code_shape();
  Strip strip{
      .title = "Three decoders for the same encoder",
      .rows = {},
      .explains_difference = true,
      .caption = concat(
          "Test image 0, no noise. The code is 4 feature maps of ", code.height, "×", code.width,
          "; black is 0. Each encoder was trained together with its decoder. Note the "
          "checkerboard pattern of the transposed convolution (kernel 2, stride 2). "
          "Unpooling also uses the encoder's pooling switches, which count as code. MSE: "
          "mean over all test images.")};
  for (const std::string name : kDecoders) {
    const Model& model = inputs.model(name);
    const Images rebuilt = rebuilt_by(model, digit);
    const double test_error = inputs.test_metrics(name).mse;
    const bool first = strip.rows.empty();
    const auto caption = [first](const char* text) { return std::string(first ? text : ""); };
    Tile tile = code_tile(model, digit);
    tile.caption = caption("code");
    strip.rows.push_back({.label = name,
                          .tiles = {tile_of(digit, 0, caption("original")), tile,
                                    tile_of(rebuilt, 0, caption("rebuilt")),
                                    tile_of(difference(rebuilt, digit), 0, caption("difference"),
                                            Tile::Kind::kDifference)},
                          .notes = {concat("MSE ", error_text(test_error)), code_text(model),
                                    concat(with_commas(model.parameter_count()), " parameters")}});
    table.add_row(name, model.parameter_count(), model.network.code_size(),
                  model.network.switch_count(), test_error, mean_squared_error(rebuilt, digit));
  }
  return strip;
}

// The validation losses of the models with each decoder.
Bytes decoders_plot(FigureInputs& inputs, CsvTable& curves) {
  Panel panel{.x = {.label = "epoch", .whole_numbers = true, .min = 0.8},
              .y = {.label = "MSE", .logarithmic = true},
              .series = {}};
  for (const std::string name : kDecoders) {
    const Checkpoint& checkpoint = inputs.checkpoint(name);
    panel.series.push_back(validation_curve(checkpoint, name, panel.series.size()));
    add_curves(curves, name, checkpoint);
  }
  panel.references = loss_references(inputs, {&inputs.model(kDecoders.front())});
  return draw_plot(
      {.title = "Convergence of three decoders",
       .caption = concat(
           "Validation MSE after each epoch, mean over pixels and held-out images, no "
           "noise. Reference lines: predicting the mean image, and PCA with the same "
           "code size (",
           inputs.model(kDecoders.front()).network.code_size(), "), on the held-out images."),
       .panels = {panel}});
}

}  // namespace

FigureFiles draw_pca_against_autoencoder(FigureInputs& inputs) {
  const std::vector<std::string> same_size{"pca-30", "deep-30"};
  const std::vector<std::string> growing{"under-64", "under-128", "under-256"};
  Strip same_code = reconstructions_strip(inputs, same_size);
  same_code.title = "PCA and an autoencoder with the same code size, 30";
  Strip widths = reconstructions_strip(inputs, growing);
  widths.title = "One hidden layer of 64, 128 and 256 units";
  CsvTable table({"model", "code_size", "parameters", "test_mse", "test_bce"});
  for (const std::vector<std::string>& names : {same_size, growing}) {
    for (const std::string& name : names) {
      const Model& model = inputs.model(name);
      const Metrics& metrics = inputs.test_metrics(name);
      table.add_row(name, model.network.code_size(), model.parameter_count(), metrics.mse,
                    metrics.bce);
    }
  }
  return {{"F12.png", strip_png(same_code, 3)},
          {"F12-widths.png", strip_png(widths, 3)},
          {"F12.csv", table.bytes()}};
}

FigureFiles draw_out_of_distribution(FigureInputs& inputs) {
  const char* const name = "deep-30";
  const Model& model = inputs.model(name);
  const Dataset noise = uniform_noise(2000, inputs.test_images().shape);
  struct Source {
    std::string name;
    const Dataset* images;
  };
  std::vector<Source> sources{{inputs.data_name(), &inputs.test_images()}};
  if (inputs.test_images().shape == kDigitShape &&
      checksum(inputs.test_images()) != checksum(inputs.fashion_images())) {
    sources.push_back({"Fashion-MNIST", &inputs.fashion_images()});
  }
  sources.push_back({"uniform noise", &noise});
  const std::string trained_on = concat(inputs.data_name(), " only");
  Strip strip{
      .title = "Out-of-distribution inputs: a model trained on one kind of image sees other images",
      .rows = {},
      .caption = concat(name, ", trained on ", trained_on,
                        ". Below each input is its reconstruction. Right: MSE, mean over "
                        "pixels and all images of the set (",
                        with_commas(inputs.test_images().count()), " test images of ",
                        inputs.data_name(), "; 2,000 of noise).")};
  Plot plot{.title = "Reconstruction error of single images, in and out of distribution",
            .caption = concat(name, ", trained on ", trained_on,
                              ", no noise added. Percentage of the images of each set whose MSE "
                              "(mean over pixels) is at most x."),
            .panels = {{.x = {.label = "MSE of one image", .logarithmic = true},
                        .y = {.label = "images, %", .min = 0, .max = 100},
                        .series = {}}}};
  CsvTable table(
      {"images", "count", "mse", "mse_5th_percentile", "mse_median", "mse_95th_percentile"});
  for (const Source& source : sources) {
    const Images originals = images_of(*source.images, examples_of(*source.images));
    std::vector<double> errors = value_of(image_errors(model, *source.images, inputs.team()));
    const double count = static_cast<double>(errors.size());
    const double mean = std::accumulate(errors.begin(), errors.end(), 0.0) / count;
    strip.rows.push_back(row_of(source.name, originals));
    strip.rows.push_back(row_of("rebuilt", rebuilt_by(model, originals)));
    strip.rows.back().notes = {concat("MSE ", error_text(mean))};
    std::vector<Series>& series = plot.panels.front().series;
    series.push_back(error_distribution(source.name, std::move(errors), series.size()));
    const std::vector<double>& quantiles = series.back().x;
    table.add_row(source.name, source.images->count(), mean, quantiles[10], quantiles[100],
                  quantiles[190]);
  }
  return {{"F13.png", strip_png(strip, 3)},
          {"F13-errors.svg", draw_plot(plot)},
          {"F13.csv", table.bytes()}};
}

FigureFiles draw_three_decoders(FigureInputs& inputs) {
  CsvTable table({"model", "parameters", "code_size", "switches", "test_mse", "mse_of_image_0"});
  CsvTable curves = curve_table();
  const Strip strip = decoders_strip(inputs, table);
  const Bytes plot = decoders_plot(inputs, curves);
  return {{"F17.png", strip_png(strip, 8)},
          {"F17-curves.svg", plot},
          {"F17.csv", table.bytes()},
          {"F17-curves.csv", curves.bytes()}};
}

}  // namespace hourglass::cli
