// Models with a code of another size, for measuring how the error depends on it. find_model takes
// their names.
#pragma once

#include <optional>
#include <string_view>

#include "core/models/model.h"

namespace hourglass {

// The K at the end of "NAME-code-K", which is removed from `name`; nothing if there is none.
std::optional<int> take_code_size(std::string_view& name);

// The model with a code of `size` numbers, under its new name. Returns an error if `size` is below
// 1, if a linear model has no such component, or if the code is not the output of a dense layer.
Result<ModelSpec> with_code_size(ModelSpec spec, int size);

}  // namespace hourglass
