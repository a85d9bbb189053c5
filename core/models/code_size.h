// Presets with a code of another size, for measuring how the error depends on it.
#pragma once

#include <optional>
#include <string_view>

#include "core/models/model.h"

namespace hourglass {

// Finds a model as find_model does, and "NAME-code-K": the model NAME with a code of K numbers. A
// `code_size` replaces the K of the name. The changed model is called NAME-code-K, or pca-K or
// linear-K if it belongs to such a family; a model that has this size already keeps its name.
// Returns an error if find_model does, if K is below 1, or if the code is not the output of a dense
// layer.
Result<ModelSpec> find_model_with_code(std::string_view name, std::optional<int> code_size = {});

}  // namespace hourglass
