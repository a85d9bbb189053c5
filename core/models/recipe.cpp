#include "core/models/recipe.h"

#include <cmath>

namespace hourglass {
namespace {

Result<void> check_number(const char* name, const NumberRange& range, double value) {
  const bool is_high_enough = range.is_open ? value > range.least : value >= range.least;
  if (is_high_enough && value < range.limit) return {};  // not true of NaN
  const std::string least = shortest(range.least);
  return fail(name, ": expected a finite number ",
              std::isfinite(range.limit)
                  ? concat("from ", least, " to below ", shortest(range.limit))
                  : concat(range.is_open ? "above " : "of at least ", least),
              ", found ", shortest(value));
}

template <class T>
Result<void> check(const RecipeField<T>& field, const T& value) {
  if constexpr (std::is_arithmetic_v<T>) {
    return check_number(field.name, field.range, value);
  } else {
    return {};  // any enumerator will do
  }
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
