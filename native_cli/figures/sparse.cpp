// F14: what a penalty on the code does to an over-complete autoencoder.
#include <algorithm>
#include <numeric>

#include "core/analysis/units.h"
#include "core/base/text.h"
#include "native_cli/failure.h"
#include "native_cli/figures/curves.h"
#include "native_cli/figures/families.h"
#include "native_cli/figures/images.h"
#include "native_cli/format.h"

namespace hourglass::cli {
namespace {

// The standard one first: the same layers without penalty where they were trained, otherwise fewer
// units.
std::vector<std::string> compared(const Workshop& workshop) {
  std::vector<std::string> names{workshop.has("sparse-1024-0") ? "sparse-1024-0" : "under-256"};
  for (const char* const name : {"sparse-1024-1e-6", "sparse-1024", "sparse-1024-1e-3"}) {
    if (workshop.has(name)) names.emplace_back(name);
  }
  return names;
}

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::string lambda_text(const Model& model) {
  return concat("λ = ", shortest(model.spec.recipe.l1));
}

Bytes filter_strip(Workshop& workshop, const std::vector<std::string>& names) {
  Strip strip{.title = "First-layer filters, standard and sparse",
              .rows = {},
              .caption =
                  "The weights from the 784 pixels to each of the first 64 units as images, each "
                  "scaled to its own largest weight: glass for negative, sand for positive, "
                  "white for 0. MSE, no noise; λ: penalty on the code."};
  for (const std::string& name : names) {
    const Model& model = workshop.model(name);
    strip.rows.push_back(
        {.label = name, .tiles = {filter_tile(model)}, .notes = {lambda_text(model)}});
  }
  return strip_png(strip, 2);
}

Bytes curve_plot(Workshop& workshop, const std::vector<std::string>& names) {
  Panel panel{.x = {.label = "epoch", .whole_numbers = true, .least = 0.8},
              .y = {.label = "MSE", .logarithmic = true},
              .series = {}};
  for (const std::string& name : names) {
    panel.series.push_back(validation_curve(workshop.checkpoint(name),
                                            concat(name, ", ", lambda_text(workshop.model(name))),
                                            panel.series.size()));
  }
  panel.references = loss_references(workshop, {&workshop.model("under-256")});
  return draw_plot(
      {.title = "Sparse against standard: validation loss",
       .caption =
           "MSE without the penalty, mean over pixels and held-out images, after each epoch, no "
           "noise. 784-1024-784 with a penalty λ · Σ |code| (mean over the batch). Lines: "
           "printing the mean image, and PCA with 256 components (PCA has at most 784).",
       .panels = {panel}});
}

}  // namespace

FigureFiles draw_sparse(Workshop& workshop) {
  const std::vector<std::string> names = compared(workshop);
  CsvTable table({"model", "lambda", "code_size", "test_mse", "mean_activation",
                  "units_active_per_image_percent", "dead_units", "dead_units_percent"});
  CsvTable curves = curve_table();
  Panel activations{.title = "mean activation of each unit",
                    .x = {.label = "units, most active first, %", .least = 0, .greatest = 100},
                    .y = {.label = "mean activation", .logarithmic = true, .least = 1e-4},
                    .series = {}};
  Series active{.name = "", .x = {}, .y = {}, .mark = Series::Mark::kBars};
  Series dead{.name = "", .x = {}, .y = {}, .mark = Series::Mark::kBars, .colour = 1};
  std::vector<std::string> categories;
  for (const std::string& name : names) {
    const Model& model = workshop.model(name);
    UnitStatistics units = value_of(code_statistics(model, workshop.test(), workshop.team()));
    const double count = model.network.code_size();
    const double mean = mean_of(units.mean_activation);
    std::ranges::sort(units.mean_activation, std::greater());
    Series sorted{
        .name = lambda_text(model), .x = {}, .y = {}, .colour = activations.series.size()};
    for (std::size_t i = 0; i < units.mean_activation.size(); ++i) {
      if (units.mean_activation[i] <= 0) break;
      sorted.x.push_back(100 * static_cast<double>(i) / count);
      sorted.y.push_back(units.mean_activation[i]);
    }
    activations.series.push_back(std::move(sorted));
    for (Series* bars : {&active, &dead}) bars->x.push_back(static_cast<double>(categories.size()));
    active.y.push_back(100 * mean_of(units.active_share));
    dead.y.push_back(100 * units.dead / count);
    categories.push_back(shortest(model.spec.recipe.l1));
    table.add_row(name, model.spec.recipe.l1, model.network.code_size(),
                  workshop.test_metrics(name).mse, mean, active.y.back(), units.dead,
                  dead.y.back());
    add_curves(curves, name, workshop.checkpoint(name));
  }
  const Axis across{.label = "penalty λ",
                    .least = -0.6,
                    .greatest = static_cast<double>(categories.size()) - 0.4,
                    .categories = categories};
  const Plot plot{
      .title = "Units of the code, standard and sparse",
      .caption =
          concat("On ", with_commas(workshop.test().count()), " test images, no noise. λ = 0 is ",
                 names.front(),
                 ", the others 784-1024-784 with that penalty. Active: not 0 for an image, mean "
                 "over images. Dead: the same value for every image."),
      .panels = {activations,
                 {.title = "active units per image",
                  .x = across,
                  .y = {.label = "units, %", .least = 0},
                  .series = {active}},
                 {.title = "dead units",
                  .x = across,
                  .y = {.label = "units, %", .least = 0, .greatest = 100},
                  .series = {dead}}},
      .columns = 2,
      .legend = Plot::Legend::kLastCell,
      .panel_height = 300};
  Strip strip = side_by_side(workshop, names);
  strip.title = "Reconstructions, standard and sparse";
  return {{"F14-curves.svg", curve_plot(workshop, names)},
          {"F14-curves.csv", curves.bytes()},
          {"F14-strips.png", strip_png(strip, 3)},
          {"F14-filters.png", filter_strip(workshop, names)},
          {"F14-units.svg", draw_plot(plot)},
          {"F14.csv", table.bytes()}};
}

}  // namespace hourglass::cli
