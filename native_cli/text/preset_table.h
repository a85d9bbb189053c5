// The presets and their recipes as a text table.
#pragma once

#include <string>
#include <vector>

#include "core/models/model.h"

namespace hourglass::cli {

// Two lines of headings, then two lines per preset, the second with its layers. Every line begins
// with `indent`.
std::string preset_table(const std::vector<ModelSpec>& presets, const std::string& indent = "");

// The settings that go beyond plain training, as in "noise gaussian:0.5, cosine schedule"; "" if
// there are none.
std::string recipe_extras(const Recipe& recipe);

}  // namespace hourglass::cli
