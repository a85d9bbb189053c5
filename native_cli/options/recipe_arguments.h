// The options that override fields of a model's recipe.
#pragma once

#include <CLI/App.hpp>
#include <optional>
#include <string_view>

#include "core/models/model.h"

namespace hourglass::cli {

struct RecipeArguments {
  std::optional<int> epochs{};
  std::optional<int> batch{};
  std::optional<double> learning_rate{};
  std::optional<Schedule> schedule{};
  std::optional<double> warmup{};
  std::optional<Loss> loss{};
  std::optional<Noise> noise{};
  std::optional<double> l1{};
  std::optional<double> weight_decay{};
  std::optional<int> early_stopping{};
};

// Calls visit(option name, requested value, field of the recipe) for each option.
template <class Visit>
void for_each_choice(const RecipeArguments& asked, Recipe& recipe, Visit visit) {
  visit("--epochs", asked.epochs, recipe.epochs);
  visit("--batch", asked.batch, recipe.batch);
  visit("--lr", asked.learning_rate, recipe.learning_rate);
  visit("--schedule", asked.schedule, recipe.schedule);
  visit("--warmup", asked.warmup, recipe.warmup);
  visit("--loss", asked.loss, recipe.loss);
  visit("--noise", asked.noise, recipe.noise);
  visit("--l1", asked.l1, recipe.l1);
  visit("--weight-decay", asked.weight_decay, recipe.weight_decay);
  visit("--early-stopping", asked.early_stopping, recipe.early_stopping);
}

// Adds the options that define a single training step: batch size, loss, noise, penalties.
void add_step_arguments(CLI::App& app, RecipeArguments& target);

// Adds the options that define the course of a run: epochs, learning rate, early stopping.
void add_course_arguments(CLI::App& app, RecipeArguments& target);

// Overrides the recipe with the requested values. Fails if the result is not a valid recipe.
void override_recipe(const RecipeArguments& asked, ModelSpec& spec);

}  // namespace hourglass::cli
