// Every published model of the project by name, as data: layers, code and recipe, side by side.
#pragma once

#include <string_view>
#include <vector>

#include "core/models/model.h"

namespace hourglass {

// All presets, in the order in which they are listed; the families linear-K and pca-K with K = 30.
const std::vector<ModelSpec>& presets();

// A preset, a member of a family ("pca-64", "linear-2") or a network given by its widths. Widths from
// the input to the code, as in "784-128-16", "784 → 128 → 16" or "784->128->16", are mirrored to make
// the decoder; where both halves are given ("784-256-32-64-784"), the narrowest layer is the code.
// Hidden layers are ReLU, the code is linear and the output sigmoid. Returns an error with the name of
// the nearest preset if `name` is none of these.
Result<ModelSpec> find_model(std::string_view name);

}  // namespace hourglass
