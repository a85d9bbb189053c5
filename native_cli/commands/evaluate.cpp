// hourglass evaluate: measures how well a model rebuilds images it was not trained on.
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "native_cli/commands/command.h"
#include "native_cli/figures/pca_baseline.h"
#include "native_cli/files/model_file.h"
#include "native_cli/options/arguments.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/text/model_text.h"
#include "native_cli/text/run_text.h"
#include "native_cli/text/table.h"

namespace hourglass::cli {
namespace {

struct EvaluateOptions {
  std::string file;
  DataArguments data;
  std::optional<Noise> noise{};
  std::optional<std::uint64_t> seed{};
  std::optional<int> threads{};
  bool json = false;
};

void print_json(const Model& model, const Metrics& metrics, const Dataset& dataset,
                const Noise& noise, std::uint64_t seed) {
  const MeanImageErrors mean = mean_image_errors(dataset);
  const nlohmann::json fields{
      {"model", model.spec.name},
      {"images", metrics.images},
      {"mse", metrics.mse},
      {"squared_error_per_image", metrics.squared_error_per_image},
      {"psnr", metrics.psnr},
      {"bce", metrics.bce},
      {"bce_above_floor", metrics.bce_above_floor},
      {"bce_floor", bce_floor(dataset)},
      {"mean_image_mse", mean.mse},
      {"mean_image_bce", mean.bce},
      {"exact_pixel_accuracy", metrics.exact_pixel_accuracy},
      {"exact_pixel_ceiling", exact_pixel_ceiling(dataset)},
      {"explained_variance", metrics.explained_variance},
      {"code_size", model.network.code_size()},
      {"parameters", model.parameter_count()},
      {"dead_units", metrics.dead_units ? nlohmann::json(*metrics.dead_units) : nlohmann::json()},
      {"noise", to_string(noise)},
      {"seed", seed}};
  print_line(fields.dump(2));
}

// The model's metrics next to those of baselines that need no network.
std::string comparison(const Model& model, const Metrics& metrics, const MeanImageErrors& mean,
                       const std::optional<Metrics>& pca, double floor) {
  using enum Align;
  const auto row = [&](const std::string& measure, const auto& text_of, const std::string& of_mean,
                       const std::string& of_copy) {
    std::vector<std::string> cells{measure, text_of(metrics)};
    if (pca) cells.push_back(text_of(*pca));
    cells.insert(cells.end(), {of_mean, of_copy});
    return cells;
  };
  Table table({kLeft, kRight, kRight, kRight, kRight});
  table.add_row(pca ? std::vector<std::string>{"", model.spec.name,
                                               concat("pca-", model.network.code_size()),
                                               "mean image", "perfect copy"}
                    : std::vector<std::string>{"", model.spec.name, "mean image", "perfect copy"});
  const double pixels = model.network.input_size();
  table.add_row(row(
      "mean squared error (MSE)", [](const Metrics& m) { return error_text(m.mse); },
      error_text(mean.mse), "0"));
  table.add_row(row(
      "squared error per image",
      [](const Metrics& m) { return fixed(m.squared_error_per_image, 2); },
      fixed(mean.mse * pixels, 2), "0"));
  table.add_row(row(
      "PSNR, dB", [](const Metrics& m) { return fixed(m.psnr, 2); },
      fixed(-10 * std::log10(mean.mse), 2), "∞"));
  table.add_row(row(
      "cross-entropy (BCE), nats", [](const Metrics& m) { return fixed(m.bce, 4); },
      fixed(mean.bce, 4), fixed(floor, 4)));
  table.add_row(row(
      "BCE above perfect copy", [](const Metrics& m) { return fixed(m.bce_above_floor, 4); },
      fixed(mean.bce - floor, 4), "0"));
  table.add_row(row(
      "variance explained, %",
      [](const Metrics& m) { return fixed(100 * m.explained_variance, 2); }, "0", "100"));
  return table.text("  ");
}

std::string noise_hint(const Model& model, const Noise& noise) {
  const Noise& trained = model.spec.recipe.noise;
  if (noise.kind != NoiseKind::kNone || trained.kind == NoiseKind::kNone) return "";
  return concat("\nThis model was trained to remove noise: use --noise ", to_string(trained),
                " to measure it on noisy images.");
}

void run(const EvaluateOptions& options) {
  const Checkpoint checkpoint = load_model(options.file);
  const Model& model = checkpoint.model;
  const std::filesystem::path folder = data_folder(options.data.folder);
  const Dataset dataset = load_split(folder, options.data.split, options.data.limit);
  require_images_fit(model, dataset, folder);
  const Noise noise = options.noise.value_or(Noise{});
  const std::uint64_t seed = options.seed.value_or(1);
  ThreadTeam team(threads_or_all(options.threads));
  const Metrics metrics = value_of(evaluate(model, dataset, {.noise = noise, .seed = seed}, team));
  if (options.json) return print_json(model, metrics, dataset, noise, seed);

  std::optional<Metrics> pca;
  if (model.spec.fit != Fit::kPca && has_split(folder, Split::kTrain)) {
    pca = pca_metrics(load_split(folder, Split::kTrain, std::nullopt), model.network.code_size(),
                      dataset, noise, seed, team);
  }
  print_line(model.spec.name, ": ", size_text(model), "; on ", with_commas(metrics.images), ' ',
             to_string(options.data.split), " images, noise ", to_string(noise), ".\n");
  print_line(comparison(model, metrics, mean_image_errors(dataset), pca, bce_floor(dataset)));
  print_line("Exact pixel matches, which some frameworks call accuracy: ",
             fixed(100 * metrics.exact_pixel_accuracy, 2), " % of at most ",
             fixed(100 * exact_pixel_ceiling(dataset), 2),
             " %, because only black and white pixels can match.");
  print_line("Dead code units: ", dead_units_text(metrics), " of ", model.network.code_size(), ".",
             noise_hint(model, noise));
  if (is_no_better_than_mean_image({.explained_variance = metrics.explained_variance})) {
    print_line("Its output is no better than predicting the mean image for every input.");
  }
}

}  // namespace

Command add_evaluate(CLI::App& program) {
  CLI::App* app = program.add_subcommand("evaluate", "Measure a trained model on test images");
  const auto options = std::make_shared<EvaluateOptions>();
  app->add_option("FILE", options->file, "a checkpoint file")->type_name("")->required();
  add_data(*app, options->data);
  add_split(*app, options->data);
  add_noise(*app, options->noise, "corrupt the input with this noise (default: none)");
  add_whole_number(*app, "--seed", options->seed, 0, "random seed for the noise (default: 1)");
  add_threads(*app, options->threads);
  app->add_flag("--json", options->json, "print the model's metrics as one JSON object");
  app->footer(
      "Every rebuilt image is compared with the clean one. Without --noise, the input is clean,\n"
      "even for a model that was trained to remove noise.\n\n" +
      noise_help() +
      "\nThe table compares the model with PCA of the same code size (fitted to the training\n"
      "images of the same folder), with the mean image, and with a perfect copy, whose\n"
      "cross-entropy is not 0 because grey pixels have entropy.\n"
      "\nExamples:\n"
      "  hourglass evaluate deep-30.safetensors\n"
      "  hourglass evaluate denoising-256.safetensors --noise gaussian:0.5 --json\n"
      "  hourglass evaluate deep-30.safetensors --data fashion-mnist");
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
