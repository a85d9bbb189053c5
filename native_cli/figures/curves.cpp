#include "native_cli/figures/curves.h"

#include <algorithm>

#include "core/models/presets.h"
#include "native_cli/figures/draw_figures.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

constexpr std::string_view kReferenceText =
    "Reference lines: predicting the mean image, PCA with the same code size and, for BCE, the "
    "floor (a perfect copy); all on the held-out images.";

double of_loss(Loss loss, double mse, double bce) { return loss == Loss::kBce ? bce : mse; }

// The noise with which a model's losses were measured.
std::string noise_text(const Model& model) {
  const Noise& noise = model.spec.recipe.noise;
  return noise.kind == NoiseKind::kNone ? "none" : to_string(noise);
}

}  // namespace

std::string loss_label(Loss loss) { return loss == Loss::kBce ? "BCE, nats" : "MSE"; }

Series training_curve(const Checkpoint& checkpoint, const std::string& name, std::size_t colour) {
  Series series{.name = name, .x = {}, .y = {}, .mark = Series::Mark::kDashed, .colour = colour};
  for (const EpochRecord& record : checkpoint.training.history) {
    series.x.push_back(static_cast<double>(series.x.size() + 1));
    series.y.push_back(record.loss);
  }
  return series;
}

Series validation_curve(const Checkpoint& checkpoint, const std::string& name, std::size_t colour) {
  Series series{
      .name = name, .x = {}, .y = {}, .mark = Series::Mark::kLinePoints, .colour = colour};
  double epoch = 0;
  for (const EpochRecord& record : checkpoint.training.history) {
    ++epoch;
    if (!record.validation_loss) continue;
    series.x.push_back(epoch);
    series.y.push_back(*record.validation_loss);
  }
  return series;
}

void add_curves(CsvTable& table, const std::string& name, const Checkpoint& checkpoint) {
  std::size_t epoch = 0;
  for (const EpochRecord& record : checkpoint.training.history) {
    const std::string loss(to_string(checkpoint.model.spec.recipe.loss));
    table.add_row(name, loss, ++epoch, record.loss,
                  record.validation_loss ? shortest(*record.validation_loss) : "");
  }
}

CsvTable curve_table() {
  return CsvTable({"model", "loss", "epoch", "training_loss", "validation_loss"});
}

std::vector<Reference> loss_references(FigureInputs& inputs,
                                       const std::vector<const Model*>& models) {
  const Baselines& baselines = inputs.validation_baselines();
  const Loss loss = models.front()->spec.recipe.loss;
  std::vector<Reference> lines{
      {.name = "mean image",
       .level = of_loss(loss, baselines.mean_image.mse, baselines.mean_image.bce)}};
  for (std::size_t i = 0; i < models.size(); ++i) {
    const int code = models[i]->network.code_size();
    const std::optional<Metrics>& pca = inputs.validation_pca(code, models[i]->spec.recipe.noise);
    if (!pca) continue;
    lines.push_back({.name = concat("PCA-", code),
                     .level = of_loss(loss, pca->mse, pca->bce),
                     .dash = Reference::Dash::kShort,
                     .colour = models.size() > 1 ? std::optional(i) : std::nullopt});
  }
  if (loss == Loss::kBce) {
    lines.push_back(
        {.name = "BCE floor", .level = baselines.bce_floor, .dash = Reference::Dash::kDotted});
  }
  return lines;
}

Panel loss_panel(FigureInputs& inputs, const Checkpoint& checkpoint) {
  const Model& model = checkpoint.model;
  return {.title = model.spec.name,
          .x = {.label = "epoch", .whole_numbers = true, .min = 0.8},
          .y = {.label = loss_label(model.spec.recipe.loss), .logarithmic = true},
          .series = {training_curve(checkpoint, "training", 1),
                     validation_curve(checkpoint, "validation", 0)},
          .references = loss_references(inputs, {&model})};
}

FigureFiles draw_denoiser_curves(FigureInputs& inputs) {
  const Checkpoint& denoiser = inputs.checkpoint("denoising-10");
  const Checkpoint& plain = inputs.checkpoint("simple-32");
  CsvTable table = curve_table();
  add_curves(table, "denoising-10", denoiser);
  add_curves(table, "simple-32", plain);
  const Plot plot{
      .title = "Losses of a denoiser and of a standard autoencoder",
      .caption = concat(
          "MSE against the clean images, mean over pixels and images. denoising-10 (",
          noise_text(denoiser.model),
          ", code size 10) and simple-32 (no noise, code size "
          "32). Training loss: mean over an epoch while it runs. Validation loss: on held-out "
          "images after the epoch. ",
          kReferenceText),
      .panels = {{.x = {.label = "epoch", .whole_numbers = true, .min = 0.8},
                  .y = {.label = "MSE", .min = 0},
                  .series = {training_curve(denoiser, "denoising-10, training", 0),
                             validation_curve(denoiser, "denoising-10, validation", 0),
                             training_curve(plain, "simple-32, training", 1),
                             validation_curve(plain, "simple-32, validation", 1)},
                  .references = loss_references(inputs, {&denoiser.model, &plain.model})}}};
  return {{"F2.svg", draw_plot(plot)}, {"F2.csv", table.bytes()}};
}

FigureFiles draw_all_curves(FigureInputs& inputs) {
  CsvTable table = curve_table();
  Plot plot{.title = "Training and validation loss of every model",
            .caption = concat("Logarithmic scale. MSE or BCE, whichever the model was trained "
                              "with, against the clean images, mean over pixels and images; "
                              "denoisers get noisy input. Only the training loss includes "
                              "penalties. ",
                              kReferenceText),
            .panels = {},
            .columns = 3,
            .legend = Plot::Legend::kLastCell,
            .panel_height = 250,
            .width = 1000};
  for (const ModelSpec& spec : presets()) {
    if (spec.fit != Fit::kGradient || !inputs.has(spec.name)) continue;
    const Checkpoint& checkpoint = inputs.checkpoint(spec.name);
    add_curves(table, spec.name, checkpoint);
    plot.panels.push_back(loss_panel(inputs, checkpoint));
    for (Reference& line : plot.panels.back().references) {
      if (line.name.starts_with("PCA")) line.name = "PCA, same code size";  // one legend for all
    }
  }
  if (plot.panels.empty()) {
    throw_failure("F11: expected trained models, found none; train one with `",
                  inputs.training_command("simple-32"), '`');
  }
  return {{"F11.svg", draw_plot(plot)}, {"F11.csv", table.bytes()}};
}

}  // namespace hourglass::cli
