// A recipe and the state of a training run as JSON: a part of a checkpoint's metadata.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/models/recipe.h"
#include "core/training/trainer.h"

namespace hourglass {

nlohmann::json recipe_to_json(const Recipe& recipe);
nlohmann::json training_to_json(const TrainingState& state);

// The inverse functions, from JSON text. Each returns an error that starts with `where` if the text
// is not JSON or a field is missing or has another type.
Result<Recipe> recipe_from_json(const std::string& text, std::string_view where);
Result<TrainingState> training_from_json(const std::string& text, std::string_view where);

}  // namespace hourglass
