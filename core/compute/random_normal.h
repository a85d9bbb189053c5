// Standard normal random numbers, vectorised because denoising draws one per pixel and step.
#pragma once

#include <span>

#include "core/base/random.h"

namespace hourglass {

// Fills `values` by the Box–Muller transform (Box and Muller, 1958): every two uniform draws u and
// v give two numbers, √(−2 log(1 − u)) · (cos 2πv, sin 2πv). For an odd length the last sine is
// unused.
void draw_standard_normal(Random& random, std::span<Scalar> values);

}  // namespace hourglass
