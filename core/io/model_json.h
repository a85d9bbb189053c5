// A model's description as JSON: a checkpoint's metadata, and the summary that users see.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/base/result.h"
#include "core/models/model.h"

namespace hourglass {

// Name, input shape, layers, number of encoder layers and kind of fit.
nlohmann::json architecture_to_json(const ModelSpec& spec);
nlohmann::json spectrum_to_json(const PcaSpectrum& spectrum);

// The inverse functions, from JSON text. Each returns an error that starts with `where` if the text
// is not JSON or a field is missing or has another type.
Result<ModelSpec> architecture_from_json(const std::string& text, std::string_view where);
Result<PcaSpectrum> spectrum_from_json(const std::string& text, std::string_view where);

// { name, code_size, parameters, loss, noise, fit, recipe, layers: [{ index, type, activation,
// input_shape, output_shape, weight_shape, bias_shape, parameters }] }. A layer is listed together
// with the activation that follows it ("identity" if none does); an activation that follows no
// other layer is listed on its own. `index` is the layer's number in the checkpoint.
nlohmann::json summary_to_json(const Model& model);

}  // namespace hourglass
