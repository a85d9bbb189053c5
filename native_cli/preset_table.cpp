#include "native_cli/preset_table.h"

#include "core/base/text.h"
#include "core/models/presets.h"
#include "native_cli/failure.h"
#include "native_cli/format.h"
#include "native_cli/model_file.h"
#include "native_cli/table.h"

namespace hourglass::cli {
namespace {

std::vector<std::string> row(const ModelSpec& spec) {
  const Model model = value_of(Model::create(spec));
  const std::string code = std::to_string(model.network.code_size());
  const std::string parameters = with_commas(model.parameter_count());
  const std::string shapes = shapes_text(model.network);
  if (spec.fit == Fit::kPca) {
    return {spec.name, code, parameters, "", "", "", "", shapes, "fitted exactly"};
  }
  if (spec.fit == Fit::kNone) {
    return {spec.name, code, parameters, "", "", "", "", shapes, "drawn only"};
  }
  const Recipe& recipe = spec.recipe;
  return {spec.name,
          code,
          parameters,
          std::string(to_string(recipe.loss)),
          shortest(recipe.learning_rate),
          std::to_string(recipe.batch),
          std::to_string(recipe.epochs),
          shapes,
          recipe_extras(recipe)};
}

}  // namespace

std::string preset_table(const std::string& indent) {
  using enum Align;
  Table table({kLeft, kRight, kRight, kLeft, kRight, kRight, kRight, kLeft, kLeft});
  table.add_row({"PRESET", "code", "parameters", "loss", "lr", "batch", "epochs", "layers"});
  for (const ModelSpec& spec : presets()) table.add_row(row(spec));
  return table.text(indent);
}

std::string recipe_extras(const Recipe& recipe) {
  std::string text;
  const auto add = [&text](const auto&... parts) {
    text += concat(text.empty() ? "" : ", ", parts...);
  };
  if (recipe.noise.kind != NoiseKind::kNone) add("noise ", to_string(recipe.noise));
  if (recipe.l1 > 0) add("L1 ", shortest(recipe.l1));
  if (recipe.schedule != Schedule::kConstant) add(to_string(recipe.schedule), " schedule");
  if (recipe.warmup > 0) add("warmup ", shortest(recipe.warmup));
  if (recipe.weight_decay > 0) add("weight decay ", shortest(recipe.weight_decay));
  if (recipe.early_stopping > 0) add("early stopping ", recipe.early_stopping);
  return text;
}

}  // namespace hourglass::cli
