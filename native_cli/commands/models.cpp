// hourglass models: lists every preset and its recipe.
#include <memory>
#include <nlohmann/json.hpp>

#include "core/io/model_json.h"
#include "core/models/find_model.h"
#include "core/models/presets.h"
#include "native_cli/commands/command.h"
#include "native_cli/options/arguments.h"
#include "native_cli/terminal/terminal.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/text/preset_table.h"

namespace hourglass::cli {
namespace {

struct ModelsOptions {
  std::optional<std::string> data{};
  bool json = false;
};

void print_json(Shape image) {
  nlohmann::json all = nlohmann::json::array();
  for (const ModelSpec& spec : presets_for(image)) {
    all.push_back(summary_to_json(value_of(Model::create(spec))));
  }
  print_line(all.dump(2));
}

// Why each of the other presets does not suit images of this shape; "" if all do.
std::string unsuited(Shape image) {
  std::string text;
  for (const ModelSpec& preset : presets()) {
    const Result<ModelSpec> spec = find_model(preset.name, image);
    if (!spec) text += concat(spec.error().message, ".\n");
  }
  return text;
}

void print_table(Shape image) {
  const std::size_t width = terminal_width();
  print_line(fitted(preset_table(presets_for(image)), width));
  if (const std::string others = unsuited(image); !others.empty()) print_line(others);
  print_line(fitted(concat("linear-K and pca-K accept any K from 1 to ", image.size(),
                           ". For an autoencoder of your own, give its\n"
                           "layer widths from the input to the code, as in ",
                           image.size(),
                           "-128-16; the decoder mirrors them.\n"
                           "\n"
                           "  hourglass summary deep-30    shows its layers\n"
                           "  hourglass train deep-30      trains it with its recipe"),
                    width));
}

}  // namespace

Command add_models(CLI::App& program) {
  CLI::App* app = program.add_subcommand("models", "List every preset and its recipe");
  const auto options = std::make_shared<ModelsOptions>();
  add_image_size(*app, options->data);
  app->add_flag("--json", options->json, "print a JSON array of objects instead of a table");
  return {app, [options] {
            const Shape image = image_shape(options->data);
            options->json ? print_json(image) : print_table(image);
          }};
}

}  // namespace hourglass::cli
