// hourglass summary: shows the layers of a preset or a file, with shapes and totals.
#include <memory>
#include <nlohmann/json.hpp>

#include "core/io/model_json.h"
#include "core/io/training_json.h"
#include "core/models/find_model.h"
#include "native_cli/commands/command.h"
#include "native_cli/files/model_file.h"
#include "native_cli/options/arguments.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/text/layer_rows.h"
#include "native_cli/text/model_text.h"
#include "native_cli/text/run_text.h"
#include "native_cli/text/table.h"

namespace hourglass::cli {
namespace {

using Json = nlohmann::json;

struct SummaryOptions {
  std::string subject;
  std::optional<std::string> data{};
  bool json = false;
};

// True if `subject` means a file, not a preset: if the file exists or it looks like a file name.
bool means_file(const std::string& subject) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(subject, ignored) || subject.contains('/') ||
         subject.ends_with(".safetensors") || subject.ends_with(".resume");
}

Checkpoint load(const SummaryOptions& options) {
  if (means_file(options.subject)) {
    if (options.data)
      throw_usage_error("--data: expected a preset, found the file ", options.subject);
    return load_model(options.subject);
  }
  const ModelSpec spec =
      value_of(find_model(options.subject, image_shape(options.data)), ExitStatus::kUsageError);
  return {.model = value_of(Model::create(spec)), .training = {}};
}

std::string layer_table(const Model& model) {
  using enum Align;
  Table table({kRight, kLeft, kRight, kRight, kLeft, kRight, kRight, kRight, kLeft});
  table.add_row({"#", "layer", "input", "output", "activation", "weights", "biases", "parameters"});
  for (const LayerRow& row : layer_rows(model)) {
    table.add_row({concat(row.index), row.type, shape_text(row.input), shape_text(row.output),
                   row.activation, row.weights, row.biases, with_commas(row.parameters),
                   row.is_code ? "← the code" : ""});
  }
  return table.text("  ");
}

void run(const SummaryOptions& options) {
  const Checkpoint checkpoint = load(options);
  const Model& model = checkpoint.model;
  const bool trained = checkpoint.training.images > 0;
  if (options.json) {
    Json summary = summary_to_json(model);
    if (trained) summary["training"] = training_to_json(checkpoint.training);
    if (model.spectrum) summary["spectrum"] = spectrum_to_json(*model.spectrum);
    return print_line(summary.dump(2));
  }
  print_line(model.spec.name, ": ", shapes_text(model.network), "\n");
  print_line(layer_table(model));
  print_line("Total: ", size_text(model), " for an input of ",
             with_commas(static_cast<std::uint64_t>(model.network.input_size())), ".");
  print_line("Work: ", with_commas(summary_to_json(model)["multiply_adds"].get<std::uint64_t>()),
             " multiply-adds per image.");
  print_line(recipe_text(model));
  if (trained) print_line("Trained: ", training_text(checkpoint));
  if (const auto record = outcome(checkpoint.training);
      record && is_no_better_than_mean_image(*record)) {
    print_line("Its output was no better than predicting the mean image for every input.");
  }
}

}  // namespace

Command add_summary(CLI::App& program) {
  CLI::App* app = program.add_subcommand("summary", "Show the layers of a preset or a file");
  const auto options = std::make_shared<SummaryOptions>();
  app->add_option("MODEL", options->subject,
                  "a preset, layer widths such as 784-128-16, or a checkpoint file")
      ->type_name("")
      ->required();
  add_image_size(*app, options->data);
  app->add_flag("--json", options->json, "print JSON instead of a table");
  app->footer(
      "Examples:\n"
      "  hourglass summary deep-30\n"
      "  hourglass summary 784-256-16\n"
      "  hourglass summary conv-unpool --data fashion-mnist\n"
      "  hourglass summary deep-30.safetensors --json");
  return {app, [options] { run(*options); }};
}

}  // namespace hourglass::cli
