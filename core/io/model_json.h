// A model's description as JSON: what a checkpoint's metadata carries, and the summary that the
// command line and the page show.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/base/result.h"
#include "core/models/model.h"
#include "core/training/trainer.h"

namespace hourglass {

// Name, input shape, layers, encoder length and kind of fit.
nlohmann::json architecture_to_json(const ModelSpec& spec);
nlohmann::json recipe_to_json(const Recipe& recipe);
nlohmann::json training_to_json(const TrainingState& state);
nlohmann::json spectrum_to_json(const PcaSpectrum& spectrum);

// The reverse, each from JSON text. Refused: text that is no JSON, and fields that are missing or
// of another type; the message begins with `where`.
Result<ModelSpec> architecture_from_json(const std::string& text, std::string_view where);
Result<Recipe> recipe_from_json(const std::string& text, std::string_view where);
Result<TrainingState> training_from_json(const std::string& text, std::string_view where);
Result<PcaSpectrum> spectrum_from_json(const std::string& text, std::string_view where);

// { name, code_size, parameters, loss, noise, fit, recipe, layers: [{ index, type, activation,
// input_shape, output_shape, weight_shape, bias_shape, parameters }] }. A layer is listed with the
// activation behind it, "identity" where there is none (an activation behind no other layer is one
// itself); `index` is its number in the checkpoint.
nlohmann::json summary_to_json(const Model& model);

}  // namespace hourglass
