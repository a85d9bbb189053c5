// Reads how a camera was held, from the eXIf chunk of a PNG (PNG 1.5 extensions; Exif 2.32, 4.6.4).
#pragma once

#include "core/base/result.h"

namespace hourglass::cli {

// The Exif orientation of a PNG, 1 to 8; 1 (upright) if the PNG has no readable one.
int exif_orientation(ByteSpan png);

}  // namespace hourglass::cli
