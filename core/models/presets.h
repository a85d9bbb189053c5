// The presets: the project's models by name, each described by its layers, its code and its recipe.
#pragma once

#include <string_view>
#include <vector>

#include "core/models/model.h"

namespace hourglass {

// All presets in listing order; the families linear-K and pca-K appear with K = 30.
const std::vector<ModelSpec>& presets();

// Finds a preset, a member of a family ("pca-64", "linear-2") or a network given by its layer
// widths. Widths from the input to the code ("784-128-16", "784 → 128 → 16" or "784->128->16") are
// mirrored to make the decoder; if both halves are given ("784-256-32-64-784"), the narrowest layer
// is the code. Hidden layers are ReLU, the code is linear and the output is a sigmoid. Returns an
// error that suggests the nearest preset if `name` is none of these. The page calls this
// function; find_model (find_model.h) also takes other images and other code sizes.
Result<ModelSpec> find_digit_model(std::string_view name);

}  // namespace hourglass
