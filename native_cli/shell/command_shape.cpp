#include "native_cli/shell/command_shape.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "core/models/presets.h"
#include "native_cli/options/recipe_arguments.h"
#include "native_cli/shell/completion.h"

namespace hourglass::cli {
namespace {

using Choices = std::map<std::string, std::vector<std::string>>;

template <class Enum>
std::vector<std::string> names_of() {
  std::vector<std::string> names;
  for (int number = 0; !name_of<Enum>(number).empty(); ++number) {
    names.emplace_back(name_of<Enum>(number));
  }
  return names;
}

// The values of every type that has few of them.
Choices choices_by_type(const CLI::App& program) {
  Choices choices{{"SPLIT", {"test", "train"}}, {"SHELL", shell_names()}};
  for (const ModelSpec& spec : presets()) choices["PRESET"].push_back(spec.name);
  choices["MODEL"] = choices["PRESET"];
  for (const CLI::App* command : program.get_subcommands({})) {
    choices["COMMAND"].push_back(command->get_name());
  }
  for_each_recipe_field([&choices]<class T>(const RecipeField<T>& field) {
    if constexpr (std::is_enum_v<T>) {
      choices[type_of_choice(field.name)] = names_of<T>();
    }
  });
  return choices;
}

ValueKind kind_of(const std::string& type) {
  if (type.empty()) return ValueKind::kNone;
  if (type == "DIR") return ValueKind::kFolder;
  const bool is_file =
      type.starts_with("FILE") || type == "RUN" || type == "MODEL" || type.ends_with(".toml");
  return is_file ? ValueKind::kFile : ValueKind::kText;
}

WordShape shape_of(const CLI::Option& option, const Choices& choices) {
  const bool is_argument = option.get_positional();
  const bool is_flag = option.get_expected_max() == 0;
  WordShape shape{.name = is_argument ? option.get_name() : "--" + option.get_lnames().front(),
                  .type = is_argument ? option.get_name()
                          : is_flag   ? ""
                                      : option.get_type_name(),
                  .help = option.get_description(),
                  .repeats = option.get_expected_max() > 1};
  std::ranges::replace(shape.help, '\n', ' ');
  shape.kind = kind_of(shape.type);
  if (const auto found = choices.find(shape.type); found != choices.end()) {
    shape.choices = found->second;
  }
  return shape;
}

}  // namespace

std::vector<CommandShape> command_shapes(const CLI::App& program) {
  const Choices choices = choices_by_type(program);
  std::vector<CommandShape> shapes;
  for (const CLI::App* command : program.get_subcommands({})) {
    CommandShape shape{.name = command->get_name(), .help = command->get_description()};
    for (const CLI::Option* option : command->get_options()) {
      (option->get_positional() ? shape.arguments : shape.options)
          .push_back(shape_of(*option, choices));
    }
    shapes.push_back(std::move(shape));
  }
  return shapes;
}

}  // namespace hourglass::cli
