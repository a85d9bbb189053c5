// The learning-rate schedule of a run: a linear warmup (Goyal et al. 2017), then a constant rate or
// a cosine decay to 0 (Loshchilov and Hutter, "SGDR", ICLR 2017, without restarts).
#pragma once

#include <cstdint>

#include "core/models/recipe.h"

namespace hourglass {

// The factor on the peak learning rate, in (0, 1], at step `step` (counted from 0) of a run of
// `steps`. `warmup` is the fraction of the run, below 1, that the warmup takes.
double rate_factor(Schedule schedule, double warmup, std::int64_t step, std::int64_t steps);

}  // namespace hourglass
