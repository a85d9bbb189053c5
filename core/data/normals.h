// Many standard normal numbers at once.
#pragma once

#include <span>

#include "core/base/random.h"

namespace hourglass {

// What a generator's normal() gives from the start on, but for the last digit, several times as
// fast: pairs by Box and Muller (1958), in vectors. Of an odd number's last pair the second is
// lost.
void draw_normals(Random& random, std::span<Scalar> values);

}  // namespace hourglass
