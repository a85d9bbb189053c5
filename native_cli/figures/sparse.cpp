// Figure F14: the effect of a sparsity penalty on an overcomplete autoencoder.
#include <algorithm>
#include <numeric>

#include "core/analysis/units.h"
#include "core/base/text.h"
#include "native_cli/figures/curves.h"
#include "native_cli/figures/draw_figures.h"
#include "native_cli/figures/images.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

// The models to compare. The standard autoencoder comes first: the one with the same layers but no
// penalty if it was trained, otherwise one with fewer units.
std::vector<std::string> models_to_compare(const FigureInputs& inputs) {
  std::vector<std::string> names{inputs.has("sparse-1024-0") ? "sparse-1024-0" : "under-256"};
  for (const char* const name : {"sparse-1024-1e-6", "sparse-1024", "sparse-1024-1e-3"}) {
    if (inputs.has(name)) names.emplace_back(name);
  }
  return names;
}

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::string lambda_text(const Model& model) {
  return concat("λ = ", shortest(model.spec.recipe.l1));
}

// The layers of sparse-1024: "784-1024-784".
std::string layers_text(const FigureInputs& inputs) {
  return concat(inputs.image().size(), "-1024-", inputs.image().size());
}

Bytes filter_strip(FigureInputs& inputs, const std::vector<std::string>& names) {
  Strip strip{
      .title = "First-layer filters, standard and sparse",
      .rows = {},
      .caption = concat("The weights from the ", inputs.image().size(),
                        inputs.image().channels == 1 ? " pixels" : " numbers",
                        " to each of the first 64 units as images, each scaled to its own largest "
                        "weight: teal is negative, orange is positive, white is 0",
                        planes_text(inputs.image()), ". MSE, no noise; λ: penalty on the code.")};
  for (const std::string& name : names) {
    const Model& model = inputs.model(name);
    strip.rows.push_back(
        {.label = name, .tiles = {filter_tile(model)}, .notes = {lambda_text(model)}});
  }
  return strip_png(strip, 2);
}

Bytes curve_plot(FigureInputs& inputs, const std::vector<std::string>& names) {
  Panel panel{.x = {.label = "epoch", .whole_numbers = true, .min = 0.8},
              .y = {.label = "MSE", .logarithmic = true},
              .series = {}};
  for (const std::string& name : names) {
    panel.series.push_back(validation_curve(inputs.checkpoint(name),
                                            concat(name, ", ", lambda_text(inputs.model(name))),
                                            panel.series.size()));
  }
  panel.references = loss_references(inputs, {&inputs.model("under-256")});
  return draw_plot(
      {.title = "Validation loss of standard and sparse autoencoders",
       .caption = concat(
           "MSE without the penalty, mean over pixels and held-out images, after each epoch, no "
           "noise. ",
           layers_text(inputs),
           " with a penalty λ · Σ |code| (mean over the batch). "
           "Reference lines: predicting the mean image, and PCA with 256 components (PCA has at "
           "most ",
           inputs.image().size(), ")."),
       .panels = {panel}});
}

// Statistics of one model's code units on the test images.
struct UnitsOfModel {
  std::string name;
  std::string label;
  double lambda;
  UnitStatistics statistics;  // mean activations in descending order

  double units() const { return static_cast<double>(statistics.mean_activation.size()); }
  double mean_activation() const { return mean_of(statistics.mean_activation); }
  double active_percent() const { return 100 * mean_of(statistics.active_share); }
  double dead_percent() const { return 100 * statistics.dead / units(); }
};

std::vector<UnitsOfModel> measure_units(FigureInputs& inputs,
                                        const std::vector<std::string>& names) {
  std::vector<UnitsOfModel> measured;
  for (const std::string& name : names) {
    const Model& model = inputs.model(name);
    UnitStatistics units =
        unit_statistics(value_of(codes_of(model, inputs.test_images(), inputs.team())));
    std::ranges::sort(units.mean_activation, std::greater());
    measured.push_back({.name = name,
                        .label = lambda_text(model),
                        .lambda = model.spec.recipe.l1,
                        .statistics = std::move(units)});
  }
  return measured;
}

Panel activations_panel(const std::vector<UnitsOfModel>& models) {
  Panel panel{.title = "mean activation of each unit",
              .x = {.label = "units, most active first, %", .min = 0, .max = 100},
              .y = {.label = "mean activation", .logarithmic = true, .min = 1e-4},
              .series = {}};
  for (const UnitsOfModel& model : models) {
    Series sorted{.name = model.label, .x = {}, .y = {}, .colour = panel.series.size()};
    for (const double activation : model.statistics.mean_activation) {
      if (activation <= 0) break;
      sorted.x.push_back(100 * static_cast<double>(sorted.x.size()) / model.units());
      sorted.y.push_back(activation);
    }
    panel.series.push_back(std::move(sorted));
  }
  return panel;
}

// One bar per model.
template <class Percent>
Panel bars_panel(const std::vector<UnitsOfModel>& models, Panel panel, std::size_t colour,
                 const Percent& percent_of) {
  Series bars{.name = "", .x = {}, .y = {}, .mark = Series::Mark::kBars, .colour = colour};
  panel.x = {.label = "penalty λ",
             .min = -0.6,
             .max = static_cast<double>(models.size()) - 0.4,
             .categories = {}};
  for (const UnitsOfModel& model : models) {
    bars.x.push_back(static_cast<double>(bars.x.size()));
    bars.y.push_back(percent_of(model));
    panel.x.categories.push_back(shortest(model.lambda));
  }
  panel.series = {std::move(bars)};
  return panel;
}

Bytes units_plot(FigureInputs& inputs, const std::vector<UnitsOfModel>& models) {
  return draw_plot(
      {.title = "Code units, standard and sparse",
       .caption = concat("On ", with_commas(inputs.test_images().count()),
                         " test images, no noise. λ = 0 is ", models.front().name,
                         "; the others are ", layers_text(inputs),
                         " with that penalty. Active: non-zero for an image, mean "
                         "over images. Dead: the same value for every image."),
       .panels = {activations_panel(models),
                  bars_panel(models,
                             {.title = "active units per image",
                              .x = {},
                              .y = {.label = "units, %", .min = 0},
                              .series = {}},
                             0, [](const UnitsOfModel& model) { return model.active_percent(); }),
                  bars_panel(models,
                             {.title = "dead units",
                              .x = {},
                              .y = {.label = "units, %", .min = 0, .max = 100},
                              .series = {}},
                             1, [](const UnitsOfModel& model) { return model.dead_percent(); })},
       .columns = 2,
       .legend = Plot::Legend::kLastCell,
       .panel_height = 300});
}

}  // namespace

FigureFiles draw_sparse(FigureInputs& inputs) {
  const std::vector<std::string> names = models_to_compare(inputs);
  const std::vector<UnitsOfModel> models = measure_units(inputs, names);
  CsvTable table({"model", "lambda", "code_size", "test_mse", "mean_activation",
                  "units_active_per_image_percent", "dead_units", "dead_units_percent"});
  CsvTable curves = curve_table();
  for (const UnitsOfModel& model : models) {
    table.add_row(model.name, model.lambda, inputs.model(model.name).network.code_size(),
                  inputs.test_metrics(model.name).mse, model.mean_activation(),
                  model.active_percent(), model.statistics.dead, model.dead_percent());
    add_curves(curves, model.name, inputs.checkpoint(model.name));
  }
  Strip strip = reconstructions_strip(inputs, names);
  strip.title = "Reconstructions, standard and sparse";
  return {{"F14-curves.svg", curve_plot(inputs, names)},
          {"F14-curves.csv", curves.bytes()},
          {"F14-strips.png", strip_png(strip, 3)},
          {"F14-filters.png", filter_strip(inputs, names)},
          {"F14-units.svg", units_plot(inputs, models)},
          {"F14.csv", table.bytes()}};
}

}  // namespace hourglass::cli
