// Finds models by name, for images of any shape and with a code of any size.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/models/model.h"

namespace hourglass {

// Finds a model for images of this shape. A name is that of a preset, of a member of a family
// ("pca-64", "linear-2"), a list of layer widths (see find_digit_model), or one of these followed
// by "-code-K": the same model with a code of K numbers. A `code_size` replaces the K of the name.
// The changed model is called NAME-code-K, or pca-K or linear-K if it belongs to such a family; a
// model that has a code of this size already keeps its name. Returns an error if there is no such
// model, if it does not suit the images (see image_size.h), or if its code cannot have this size
// (see code_size.h).
Result<ModelSpec> find_model(std::string_view name, Shape image = kDigitShape,
                             std::optional<int> code_size = {});

// All presets that suit images of this shape, in listing order.
std::vector<ModelSpec> presets_for(Shape image);

}  // namespace hourglass
