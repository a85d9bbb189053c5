// The options that override settings of a model's recipe, one for each row of kRecipeFields.
#pragma once

#include <CLI/App.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "core/models/model.h"

namespace hourglass::cli {

namespace detail {
template <class... T>
std::tuple<std::optional<T>...> choices_for(const std::tuple<RecipeField<T>...>& fields);
}

// The requested value of each setting, in the order of kRecipeFields.
using RecipeArguments = decltype(detail::choices_for(kRecipeFields));

// Calls visit(field, requested value) for each setting.
template <class Arguments, class Visit>
void for_each_choice(Arguments& asked, const Visit& visit) {
  [&]<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
    (visit(std::get<kIndex>(kRecipeFields), std::get<kIndex>(asked)), ...);
  }(std::make_index_sequence<std::tuple_size_v<RecipeArguments>>());
}

// The type that the help shows for a setting whose value is one of a few names: its own name in
// capitals.
std::string type_of_choice(std::string setting);

// Adds the options that define a single training step: batch size, loss, noise, penalties.
void add_step_arguments(CLI::App& app, RecipeArguments& target);

// Adds the options that define the course of a run: epochs, learning rate, early stopping.
void add_course_arguments(CLI::App& app, RecipeArguments& target);

// Overrides the recipe with the requested values. Fails if the result is not a valid recipe.
void override_recipe(const RecipeArguments& asked, ModelSpec& spec);

}  // namespace hourglass::cli
