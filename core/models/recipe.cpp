#include "core/models/recipe.h"

#include <cmath>

namespace hourglass {
namespace {

std::string expected(const NumberRange& range) {
  if (std::isfinite(range.limit)) {
    return concat("from ", shortest(range.least), " to below ", shortest(range.limit));
  }
  return concat(range.is_open ? "above " : "of at least ", shortest(range.least));
}

template <class T>
Result<void> check(const RecipeField<T>& /*field*/, const T& /*value*/) {
  return {};  // any enumerator will do
}

Result<void> check(const RecipeField<double>& field, double value) {
  const NumberRange& range = field.range;
  const bool is_high_enough = range.is_open ? value > range.least : value >= range.least;
  if (is_high_enough && value < range.limit) return {};  // not true of NaN
  return fail(field.name, ": expected a finite number ", expected(range), ", found ",
              shortest(value));
}

Result<void> check(const RecipeField<int>& field, int value) {
  if (value >= field.range.least) return {};
  return fail(field.name, ": expected at least ", shortest(field.range.least), ", found ", value);
}

Result<void> check(const RecipeField<Noise>& field, const Noise& noise) {
  if (noise.level >= 0 && noise.level <= 1) return {};
  return fail(field.name, ": expected a level from 0 to 1, found ", shortest(noise.level));
}

}  // namespace

Result<void> check_settings(const Recipe& recipe) {
  Result<void> result;
  for_each_recipe_field([&](const auto& field) {
    if (result) result = check(field, recipe.*field.member);
  });
  return result;
}

bool has_varying_rate(const Recipe& recipe) {
  return recipe.schedule != Schedule::kConstant || recipe.warmup > 0;
}

}  // namespace hourglass
