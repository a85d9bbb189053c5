#include "native_cli/report/run_section.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/analysis/units.h"
#include "native_cli/drawing/png.h"
#include "native_cli/drawing/svg.h"
#include "native_cli/figures/curves.h"
#include "native_cli/figures/images.h"
#include "native_cli/report/html.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/text/layer_rows.h"
#include "native_cli/text/model_text.h"
#include "native_cli/text/run_text.h"

namespace hourglass::cli {
namespace {

bool removes_noise(const Model& model) { return model.spec.recipe.noise.kind != NoiseKind::kNone; }

// The metrics of the run next to those of PCA with the same code size, the mean image and a perfect
// copy.
std::string metrics_html(FigureInputs& inputs, const MeasuredRun& run) {
  const int code = run.checkpoint.model.network.code_size();
  const MeanImageErrors mean = mean_image_errors(inputs.test_images());
  const double floor = bce_floor(inputs.test_images());
  const bool is_pca = run.checkpoint.model.spec.fit == Fit::kPca;
  const std::optional<Metrics> pca = is_pca ? std::nullopt : inputs.test_pca(code);
  HtmlTable table{.head = {{""}, {xml_text(run.name), true}}};
  if (pca) table.head.push_back({concat("pca-", code), true});
  table.head.insert(table.head.end(), {{"mean image", true}, {"perfect copy", true}});
  const auto add = [&](const std::string& name, const auto& text_of, const std::string& of_mean,
                       const std::string& of_copy) {
    std::vector<HtmlCell> row{{name}, {text_of(run.clean), true}};
    if (pca) row.push_back({text_of(*pca), true});
    row.insert(row.end(), {{of_mean, true}, {of_copy, true}});
    table.rows.push_back(std::move(row));
  };
  add(
      "mean squared error (MSE)", [](const Metrics& m) { return error_text(m.mse); },
      error_text(mean.mse), "0");
  add(
      "squared error per image",
      [](const Metrics& m) { return fixed(m.squared_error_per_image, 2); },
      fixed(mean.mse * inputs.image().size(), 2), "0");
  add(
      "PSNR, dB", [](const Metrics& m) { return fixed(m.psnr, 2); },
      fixed(-10 * std::log10(mean.mse), 2), "∞");
  add(
      "cross-entropy (BCE), nats", [](const Metrics& m) { return fixed(m.bce, 4); },
      fixed(mean.bce, 4), fixed(floor, 4));
  add(
      "variance explained, %",
      [](const Metrics& m) { return fixed(100 * m.explained_variance, 2); }, "0", "100");
  return to_html(table);
}

std::string curves_html(FigureInputs& inputs, const MeasuredRun& run, const std::string& prefix) {
  if (run.checkpoint.training.history.empty()) {
    return "<p class=\"faint\">There is no loss curve: the weights were computed, not trained.</p>";
  }
  Panel panel = loss_panel(inputs, run.checkpoint);
  panel.title.clear();
  const bool noisy = removes_noise(run.checkpoint.model);
  return inline_svg(
      draw_plot(
          {.title = concat("Loss of ", run.name),
           .caption = concat(loss_label(run.checkpoint.model.spec.recipe.loss),
                             " against the clean images, averaged over pixels and images",
                             noisy ? ", on noisy input" : "",
                             "; logarithmic scale. Training loss: mean over the epoch, including "
                             "penalties. Validation loss and reference lines: on held-out images."),
           .panels = {panel},
           .panel_height = 360}),
      prefix + "-curves");
}

std::string digits_row(const std::string& label, const Images& images) {
  std::string row = concat("<tr><th>", label, "</th>");
  for (std::size_t i = 0; i < images.count(); ++i) {
    row += concat(
        "<td>",
        picture_html(to_png(draw_tile(tile_of(images, i), 1)), concat(label, ", image ", i), 56),
        "</td>");
  }
  return row + "</tr>\n";
}

std::string strips_html(FigureInputs& inputs, const Model& model) {
  const Images clean = images_of(inputs.test_images(), examples_of(inputs.test_images()));
  std::string rows = digits_row("original", clean);
  Images input = clean;
  if (removes_noise(model)) {
    input = corrupted(clean, model.spec.recipe.noise);
    rows += digits_row("noisy", input);
  }
  rows += digits_row(removes_noise(model) ? "denoised" : "rebuilt", rebuilt_by(model, input));
  return concat("<table class=\"digits\">", rows, "</table>");
}

std::string filters_html(const Model& model) {
  const Tile tile = filter_tile(model);
  return concat(
      picture_html(to_png(draw_tile(tile, 1)), "filters of the first layer",
                   std::min(944, tile.shape.width * (tile.shape.width < 300 ? 4 : 2)), "filters"),
      "<p class=\"faint\">The weights into each of the first ", kFiltersShown,
      " units or channels as an image, each scaled to its own largest weight: teal is "
      "negative, orange is positive",
      planes_text(model.spec.architecture.input), ".</p>");
}

struct UnitText {
  std::string sentence;
  std::string plot;
};

UnitText units_html(FigureInputs& inputs, const MeasuredRun& run, const std::string& prefix) {
  const Model& model = run.checkpoint.model;
  const UnitStatistics units =
      unit_statistics(value_of(codes_of(model, inputs.test_images(), inputs.team())));
  const std::vector<double>& shares = units.active_share;
  const double count = static_cast<double>(shares.size());
  const double active = std::accumulate(shares.begin(), shares.end(), 0.0) / count;
  Series bars{.name = "", .x = {}, .y = units.mean_activation, .mark = Series::Mark::kBars};
  bars.x.resize(bars.y.size());
  std::iota(bars.x.begin(), bars.x.end(), 1.0);
  const Plot plot{.title = "Mean activation of each code unit",
                  .caption = concat("Mean over ", with_commas(inputs.test_images().count()),
                                    " test images, no noise."),
                  .panels = {{.x = {.label = "unit", .min = 0, .max = count + 1},
                              .y = {.label = "mean activation"},
                              .series = {bars}}},
                  .legend = Plot::Legend::kNone,
                  .panel_height = 240};
  return {concat(with_commas(shares.size()), shares.size() == 1 ? " unit" : " units", ", ",
                 dead_units_text(run.clean),
                 " dead (the same value for every test image). On average, ",
                 fixed(100 * active, 1), " % of them are non-zero for an image."),
          inline_svg(draw_plot(plot), prefix + "-units")};
}

std::string layers_html(const Model& model) {
  HtmlTable table{.head = {{"#", true},
                           {"layer"},
                           {"input", true},
                           {"output", true},
                           {"activation"},
                           {"weights", true},
                           {"biases", true},
                           {"parameters", true}}};
  for (const LayerRow& row : layer_rows(model)) {
    if (row.is_code) table.marked_row = table.rows.size();
    table.rows.push_back({{concat(row.index), true},
                          {row.type},
                          {shape_text(row.input), true},
                          {shape_text(row.output), true},
                          {row.activation},
                          {row.weights, true},
                          {row.biases, true},
                          {with_commas(row.parameters), true}});
  }
  return to_html(table);
}

}  // namespace

MeasuredRun measure_run(FigureInputs& inputs, std::string name, Checkpoint checkpoint,
                        std::string command, bool is_of_other_images) {
  MeasuredRun run{.name = std::move(name),
                  .checkpoint = std::move(checkpoint),
                  .command = std::move(command),
                  .is_of_other_images = is_of_other_images,
                  .clean = {}};
  const Model& model = run.checkpoint.model;
  const auto measured = [&](const Noise& noise) {
    return value_of(evaluate(model, inputs.test_images(), {.noise = noise}, inputs.team()));
  };
  run.clean = measured({});
  if (removes_noise(model)) run.noisy = measured(model.spec.recipe.noise);
  return run;
}

std::string run_section(FigureInputs& inputs, const MeasuredRun& run, std::size_t number) {
  const Model& model = run.checkpoint.model;
  const std::string prefix = concat("run-", number);
  const UnitText units = units_html(inputs, run, prefix);
  return fill_template(
      run_template(),
      {{"number", concat(number)},
       {"name", xml_text(run.name)},
       {"size", concat(xml_text(shapes_text(model.network)), ": ", size_text(model), ".")},
       {"recipe", xml_text(recipe_text(model))},
       {"training",
        xml_text(concat(training_text(run.checkpoint),
                        run.is_of_other_images
                            ? " It was trained on other images than those of this data set."
                            : ""))},
       {"command", xml_text(run.command)},
       {"metrics", metrics_html(inputs, run)},
       {"curves", curves_html(inputs, run, prefix)},
       {"strips", strips_html(inputs, model)},
       {"strips_caption", concat(examples_text(inputs.test_images()),
                                 "; noise: ", to_string(model.spec.recipe.noise), '.')},
       {"filters", filters_html(model)},
       {"units", units.sentence},
       {"unit_plot", units.plot},
       {"layers", layers_html(model)}});
}

}  // namespace hourglass::cli
