#include "native_cli/options/recipe_arguments.h"

#include <algorithm>
#include <cctype>

#include "native_cli/options/arguments.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

CLI::Option* add(CLI::App& app, const RecipeField<int>& field, std::optional<int>& target) {
  return add_whole_number(app, field.option, target, static_cast<std::uint64_t>(field.range.least),
                          field.help);
}

CLI::Option* add(CLI::App& app, const RecipeField<double>& field, std::optional<double>& target) {
  return app
      .add_option_function<std::string>(
          field.option,
          [&target, &field](const std::string& text) {
            Recipe recipe;
            recipe.*field.member = parse_finite_number(field.option, text);
            value_of(check_settings(recipe), ExitStatus::kUsageError);
            target = recipe.*field.member;
          },
          field.help)
      ->type_name("X");
}

CLI::Option* add(CLI::App& app, const RecipeField<Noise>& field, std::optional<Noise>& target) {
  return add_noise(app, target, field.help);
}

// An option whose value is one of a few names.
template <class Enum>
CLI::Option* add(CLI::App& app, const RecipeField<Enum>& field, std::optional<Enum>& target) {
  return app
      .add_option_function<std::string>(
          field.option,
          [&target, &field](const std::string& text) {
            target = value_of(parse_name<Enum>(field.name, text), ExitStatus::kUsageError);
          },
          field.help)
      ->type_name(type_of_choice(field.name));
}

void add_arguments(CLI::App& app, RecipeArguments& target, bool are_of_run) {
  for_each_choice(target, [&](const auto& field, auto& choice) {
    if (field.is_of_run == are_of_run) {
      add(app, field, choice)->group("Recipe (default: the preset's)");
    }
  });
}

}  // namespace

std::string type_of_choice(std::string setting) {
  std::ranges::transform(setting, setting.begin(), [](unsigned char letter) {
    return static_cast<char>(std::toupper(letter));
  });
  return setting;
}

void add_step_arguments(CLI::App& app, RecipeArguments& target) {
  add_arguments(app, target, /*are_of_run=*/false);
}

void add_course_arguments(CLI::App& app, RecipeArguments& target) {
  add_arguments(app, target, /*are_of_run=*/true);
}

void override_recipe(const RecipeArguments& asked, ModelSpec& spec) {
  for_each_choice(asked, [&](const auto& field, const auto& choice) {
    if (choice) spec.recipe.*field.member = *choice;
  });
  value_of(check_recipe(spec), ExitStatus::kUsageError);
}

}  // namespace hourglass::cli
