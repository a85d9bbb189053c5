// hourglass summary: the layers of a preset or of a file, with shapes and totals.
#include <memory>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/io/model_json.h"
#include "core/models/presets.h"
#include "native_cli/command.h"
#include "native_cli/failure.h"
#include "native_cli/format.h"
#include "native_cli/model_file.h"
#include "native_cli/preset_table.h"
#include "native_cli/table.h"

namespace hourglass::cli {
namespace {

using Json = nlohmann::json;

struct Options {
  std::string subject;
  bool json = false;
};

// A name is a file where there is one, or where it looks like one.
bool means_file(const std::string& subject) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(subject, ignored) || subject.contains('/') ||
         subject.ends_with(".safetensors") || subject.ends_with(".resume");
}

Checkpoint load(const std::string& subject) {
  if (means_file(subject)) return load_model(subject);
  const ModelSpec spec = value_of(find_model(subject), ExitStatus::kUnusable);
  return {.model = value_of(Model::create(spec)), .training = {}};
}

// [1, 28, 28] → "1×28×28", a lone number of units → "784".
std::string shape_text(const Json& shape) {
  std::string text;
  for (const Json& extent : shape) {
    text += concat(text.empty() ? "" : "×", extent.get<std::int64_t>());
  }
  return text.ends_with("×1×1") ? text.substr(0, text.find("×")) : text;
}

std::string layer_table(const Json& summary, const Model& model) {
  using enum Align;
  Table table({kRight, kLeft, kRight, kRight, kLeft, kRight, kRight, kRight, kLeft});
  table.add_row({"#", "layer", "input", "output", "activation", "weights", "biases", "parameters"});
  const Json& layers = summary["layers"];
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const Json& layer = layers[i];
    const std::size_t end = i + 1 < layers.size() ? layers[i + 1]["index"].get<std::size_t>()
                                                  : model.network.layer_count();
    table.add_row({std::to_string(layer["index"].get<std::size_t>()),
                   layer["type"].get<std::string>(), shape_text(layer["input_shape"]),
                   shape_text(layer["output_shape"]), layer["activation"].get<std::string>(),
                   shape_text(layer["weight_shape"]), shape_text(layer["bias_shape"]),
                   with_commas(layer["parameters"].get<std::uint64_t>()),
                   end == model.network.code_index() ? "← the code" : ""});
  }
  return table.text("  ");
}

std::string recipe_text(const Model& model) {
  if (model.spec.fit == Fit::kPca) {
    return "Fitted exactly: the mean and the first eigenvectors of the covariance. The decoder is "
           "the\n"
           "encoder transposed and the biases follow from the mean, so only those numbers are "
           "free.";
  }
  if (model.spec.fit == Fit::kNone) return "A picture of a network: it is drawn, never trained.";
  const Recipe& recipe = model.spec.recipe;
  const std::string extra = recipe_extras(recipe);
  return concat("Recipe: loss ", to_string(recipe.loss), ", Adam with learning rate ",
                shortest(recipe.learning_rate), ", batches of ", recipe.batch, ", ", recipe.epochs,
                recipe.epochs == 1 ? " epoch" : " epochs", extra.empty() ? "" : ", ", extra, ".");
}

std::string training_text(const Checkpoint& checkpoint) {
  const TrainingState& training = checkpoint.training;
  std::string text = concat("Seed ", training.seed, ", ", with_commas(training.images), " images");
  if (training.step > 0) {
    text += concat(", ", with_commas(static_cast<std::uint64_t>(training.step)), " steps");
  }
  if (!training.history.empty()) {
    text += concat(", ", training.history.size(), " epochs, ");
    text += training.best_epoch > 0 ? concat("loss of the best, epoch ", training.best_epoch, ", ")
                                    : "last loss ";
    text += error_text(outcome(training)->loss);
  }
  if (checkpoint.model.spectrum) {
    double sum = 0;
    for (const double variance : checkpoint.model.spectrum->variances) sum += variance;
    text += concat(", ", fixed(100 * sum / checkpoint.model.spectrum->total_variance, 2),
                   " % of the variance explained");
  }
  return text + (checkpoint.is_resumable() ? "; can be resumed." : ".");
}

void run(const Options& options) {
  const Checkpoint checkpoint = load(options.subject);
  const Model& model = checkpoint.model;
  const bool trained = checkpoint.training.images > 0;
  Json summary = summary_to_json(model);
  if (options.json) {
    if (trained) summary["training"] = training_to_json(checkpoint.training);
    if (model.spectrum) summary["spectrum"] = spectrum_to_json(*model.spectrum);
    return print_line(summary.dump(2));
  }
  print_line(model.spec.name, ": ", shapes_text(model.network), "\n");
  print_line(layer_table(summary, model));
  print_line("Total: ", size_text(model), " for an image of ",
             with_commas(static_cast<std::uint64_t>(model.network.input_size())), ".");
  print_line(recipe_text(model));
  if (trained) print_line("Trained: ", training_text(checkpoint));
  if (const auto record = outcome(checkpoint.training);
      record && is_no_better_than_mean_image(*record)) {
    print_line("Its output was no better than printing the mean image for every input.");
  }
}

}  // namespace

Command add_summary(CLI::App& program) {
  CLI::App* app = program.add_subcommand("summary", "Show the layers of a preset or of a file");
  const auto options = std::make_shared<Options>();
  app->add_option("MODEL", options->subject,
                  "a preset, a form like 784-128-16, or a checkpoint file")
      ->type_name("")
      ->required();
  app->add_flag("--json", options->json, "print JSON instead of a table");
  app->footer(
      "Examples:\n"
      "  hourglass summary deep-30\n"
      "  hourglass summary 784-256-16\n"
      "  hourglass summary deep-30.safetensors --json");
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
