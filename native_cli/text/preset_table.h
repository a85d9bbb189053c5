// The presets and their recipes as a table for people.
#pragma once

#include <string>

#include "core/models/model.h"

namespace hourglass::cli {

// Two lines per preset, the second with its layers, under two lines of headings; each line begins
// with `indent`.
std::string preset_table(const std::string& indent = "");

// What a recipe does besides plain training, as in "noise gaussian:0.5, cosine schedule"; "" for
// nothing.
std::string recipe_extras(const Recipe& recipe);

}  // namespace hourglass::cli
