#include "native_cli/text/preset_table.h"

#include <sstream>

#include "core/base/text.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"
#include "native_cli/text/model_text.h"
#include "native_cli/text/table.h"

namespace hourglass::cli {
namespace {

std::vector<std::string> cells(const ModelSpec& spec) {
  const Model model = value_of(Model::create(spec));
  const std::string code = std::to_string(model.network.code_size());
  const std::string parameters = with_commas(model.parameter_count());
  if (spec.fit != Fit::kGradient) return {spec.name, code, parameters};
  const Recipe& recipe = spec.recipe;
  return {spec.name,
          code,
          parameters,
          std::string(to_string(recipe.loss)),
          shortest(recipe.learning_rate),
          std::to_string(recipe.batch),
          std::to_string(recipe.epochs)};
}

// The second line of a preset: its layers and the recipe's other settings.
std::string second_line(const ModelSpec& spec) {
  const std::string shapes = shapes_text(value_of(Model::create(spec)).network);
  if (spec.fit == Fit::kPca) return shapes + ", fitted exactly";
  if (spec.fit == Fit::kNone) return shapes + ", for illustration only";
  const std::string extras = recipe_extras(spec.recipe);
  return shapes + (extras.empty() ? "" : ", ") + extras;
}

}  // namespace

std::string preset_table(const std::vector<ModelSpec>& presets, const std::string& indent) {
  using enum Align;
  Table table({kLeft, kRight, kRight, kLeft, kRight, kRight, kRight});
  table.add_row({"PRESET", "code", "parameters", "loss", "lr", "batch", "epochs"});
  for (const ModelSpec& spec : presets) table.add_row(cells(spec));
  // Put the second line below each row.
  std::istringstream rows(table.text(indent));
  std::string text;
  std::string row;
  for (std::size_t line = 0; std::getline(rows, row); ++line) {
    const std::string below = line == 0 ? "layers, other settings" : second_line(presets[line - 1]);
    text += concat(row, '\n', indent, "  ", below, '\n');
  }
  return text;
}

std::string recipe_extras(const Recipe& recipe) {
  std::string text;
  for_each_recipe_field([&](const auto& field) {
    const auto& value = recipe.*field.member;
    if (field.is_always_shown || value == Recipe{}.*field.member) return;
    text += concat(text.empty() ? "" : ", ", field.name, ' ', setting_text(value));
  });
  return text;
}

}  // namespace hourglass::cli
