// A model's sizes and shapes as text.
#pragma once

#include <string>

#include "core/models/model.h"

namespace hourglass::cli {

// "30" for units, "4×7×7" for feature maps.
std::string shape_text(Shape shape);

// The shapes from input to output: "784-128-32-128-784".
std::string shapes_text(const Network& network);

// "808,494 parameters, a code of 30 numbers", and, for unpooling, " and 980 pooling switches".
std::string size_text(const Model& model);

}  // namespace hourglass::cli
