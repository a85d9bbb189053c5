// hourglass models: lists every preset and its recipe.
#include <memory>
#include <nlohmann/json.hpp>

#include "core/io/model_json.h"
#include "core/models/presets.h"
#include "native_cli/commands/command.h"
#include "native_cli/terminal/terminal.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/text/preset_table.h"

namespace hourglass::cli {
namespace {

void print_json() {
  nlohmann::json all = nlohmann::json::array();
  for (const ModelSpec& spec : presets()) {
    all.push_back(summary_to_json(value_of(Model::create(spec))));
  }
  print_line(all.dump(2));
}

void print_table() {
  const std::size_t width = terminal_width();
  print_line(fitted(preset_table(), width));
  print_line(fitted(
      "linear-K and pca-K accept any K from 1 to 784. For an autoencoder of your own, give its\n"
      "layer widths from the input to the code, as in 784-128-16; the decoder mirrors them.\n"
      "\n"
      "  hourglass summary deep-30    shows its layers\n"
      "  hourglass train deep-30      trains it with its recipe",
      width));
}

}  // namespace

Command add_models(CLI::App& program) {
  CLI::App* app = program.add_subcommand("models", "List every preset and its recipe");
  const auto json = std::make_shared<bool>(false);
  app->add_flag("--json", *json, "print a JSON array of objects instead of a table");
  return {app, [json] { *json ? print_json() : print_table(); }};
}

}  // namespace hourglass::cli
