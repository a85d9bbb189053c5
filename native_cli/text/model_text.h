// A model's sizes and shapes in words.
#pragma once

#include <string>

#include "core/models/model.h"

namespace hourglass::cli {

// "30" units, "4×7×7".
std::string shape_text(Shape shape);

// The shapes from input to output: "784-128-32-128-784".
std::string shapes_text(const Network& network);

// "808,494 parameters, a code of 30 numbers", where there are any with "and 980 pooling switches".
std::string size_text(const Model& model);

}  // namespace hourglass::cli
