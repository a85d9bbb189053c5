// Reads how a camera was held, from the eXIf chunk of a PNG (PNG 1.5 extensions)
// or the APP1 segment of a JPEG (Exif 2.32, 4.5.4 and 4.6.4).
#pragma once

#include "core/base/result.h"

namespace hourglass::cli {

// The Exif orientation of a PNG or JPEG, 1 to 8; 1 (upright) if the file has no readable one.
int exif_orientation(ByteSpan picture);

}  // namespace hourglass::cli
