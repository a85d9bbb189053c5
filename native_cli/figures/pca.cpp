// Figures F7 to F9: PCA of the digits.
#include "core/models/pca.h"

#include <algorithm>

#include "core/analysis/codes.h"
#include "core/analysis/components.h"
#include "core/analysis/errors.h"
#include "core/analysis/percentiles.h"
#include "native_cli/drawing/plot.h"
#include "native_cli/figures/draw_figures.h"
#include "native_cli/figures/images.h"
#include "native_cli/files/formats/csv.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

constexpr const char* kPcaModel = "pca-30";

// The share of the variance explained by each component of the largest possible PCA.
std::vector<double> variance_ratios(FigureInputs& inputs) {
  const std::size_t most = std::max<std::size_t>(inputs.training_images().count(), 2) - 1;
  const std::size_t components = std::min(most, inputs.training_images().image_size());
  return value_of(explained_variance(
      value_of(exact_pca(static_cast<int>(components), inputs.training_images(), inputs.team()))));
}

}  // namespace

FigureFiles draw_pca_strip(FigureInputs& inputs) {
  const std::vector<Example> examples = examples_of(inputs.test_images());
  const Images clean = images_of(inputs.test_images(), examples);
  const Images rebuilt = rebuilt_by(inputs.model(kPcaModel), clean);
  const Strip strip{
      .title = "PCA with 30 components: original, reconstruction, difference",
      .rows = {row_of_examples("original", inputs.test_images()), row_of("pca-30", rebuilt),
               row_of("difference", difference(rebuilt, clean), Tile::Kind::kDifference)},
      .explains_difference = true,
      .caption = concat(examples_text(inputs.test_images()),
                        ", no noise. Difference: reconstruction − original. MSE on all ",
                        with_commas(inputs.test_images().count()),
                        " test images: ", error_text(inputs.test_metrics(kPcaModel).mse), ".")};
  CsvTable table({"image", "mse"});
  for (std::size_t i = 0; i < examples.size(); ++i) {
    const auto before = image_at(clean, i);
    const auto after = image_at(rebuilt, i);
    table.add_row(examples[i].number, value_of(compare(after, before)).mean_squared_error);
  }
  table.add_row("all test images", inputs.test_metrics(kPcaModel).mse);
  return {{"F7.png", strip_png(strip, 3)}, {"F7.csv", table.bytes()}};
}

FigureFiles draw_explained_variance(FigureInputs& inputs) {
  const std::vector<double> ratios = variance_ratios(inputs);
  const Model& model = inputs.model(kPcaModel);
  const std::vector<double> shares = value_of(explained_variance(model));
  const std::size_t kept = shares.size();
  Series components{.name = "component", .x = {}, .y = {}, .mark = Series::Mark::kBars};
  Series cumulative{.name = "first K components", .x = {}, .y = {}};
  CsvTable table({"component", "explained_variance_percent", "cumulative_percent"});
  double sum = 0;
  for (std::size_t i = 0; i < ratios.size(); ++i) {
    const double number = static_cast<double>(i + 1);
    sum += 100 * ratios[i];
    cumulative.x.push_back(number);
    cumulative.y.push_back(sum);
    table.add_row(i + 1, 100 * ratios[i], sum);
    if (i >= kept) continue;
    components.x.push_back(number);
    components.y.push_back(100 * shares[i]);
  }
  const double of_kept = cumulative.y[std::min(kept, cumulative.y.size()) - 1];
  const Series mark{.name = "",
                    .x = {static_cast<double>(kept)},
                    .y = {of_kept},
                    .mark = Series::Mark::kPoints,
                    .colour = 1};
  const Plot plot{
      .title =
          concat("Variance explained by PCA: ", fixed(of_kept, 2), " % by ", kept, " components"),
      .caption =
          concat("Eigenvalues of the covariance of ", with_commas(inputs.training_images().count()),
                 " training images, as percentages of their sum. Left: each component of ",
                 kPcaModel, ". Right: the first K components; the point marks K = ", kept,
                 ", the lines mark 90 and 95 %. No noise."),
      .panels = {{.title = "each component",
                  .x = {.label = "component", .min = 0.2, .max = static_cast<double>(kept) + 0.8},
                  .y = {.label = "variance explained, %", .min = 0},
                  .series = {components}},
                 {.title = "cumulative",
                  .x = {.label = "components K",
                        .logarithmic = true,
                        .min = 1,
                        .max = inputs.training_images().shape.size()},
                  .y = {.label = "variance explained, %", .min = 0, .max = 100},
                  .series = {cumulative, mark},
                  .references = {{.name = "90 %", .level = 90, .dash = Reference::Dash::kShort},
                                 {.name = "95 %", .level = 95, .dash = Reference::Dash::kDotted}}}},
      .columns = 2,
      .legend = Plot::Legend::kNone};
  return {{"F8.svg", draw_plot(plot)}, {"F8.csv", table.bytes()}};
}

FigureFiles draw_percentile_gallery(FigureInputs& inputs) {
  constexpr int kMaxComponents = 10;
  const std::vector<Scalar> percentiles{2, 10, 25, 50, 75, 90, 98};
  const Model& model = inputs.model(kPcaModel);
  const Codes codes = value_of(codes_of(model, inputs.test_images(), inputs.team()));
  CsvTable table({"component", "percentile", "test_image", "value"});
  Strip strip{
      .title = "What the first components measure: digits at the percentiles of their values",
      .rows = {},
      .caption = concat("Each row sorts the ", with_commas(inputs.test_images().count()),
                        " test images by one component of their code in ", kPcaModel,
                        " (in units of pixel intensity, no noise) and shows the digits at seven "
                        "percentiles with their values.")};
  for (int unit = 0; unit < std::min(codes.units, kMaxComponents); ++unit) {
    const std::vector<std::uint32_t> numbers =
        value_of(percentile_images(codes, unit, percentiles));
    StripRow row = row_of(concat("component ", unit + 1), images_of(inputs.test_images(), numbers));
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const Scalar value = codes.matrix()(unit, numbers[i]);
      row.tiles[i].caption =
          concat(unit == 0 ? concat(shortest(percentiles[i]), " %:  ") : "", fixed(value, 1));
      table.add_row(unit + 1, percentiles[i], numbers[i], value);
    }
    strip.rows.push_back(std::move(row));
  }
  return {{"F9.png", strip_png(strip, 4)}, {"F9.csv", table.bytes()}};
}

}  // namespace hourglass::cli
