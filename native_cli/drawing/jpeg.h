// Reads JPEG files with libjpeg-turbo.
#pragma once

#include <string_view>

#include "core/data/raster.h"

namespace hourglass::cli {

// Whether the bytes start like a JPEG file.
bool is_jpeg(ByteSpan bytes);

// Reads a JPEG as grey if it is stored so, else in colour, and turns it upright by its Exif
// orientation. Returns an error, with `name` in the message, if the file is not a JPEG, is damaged
// or cut short, has four colours as for print, or has more than kMaxPictureSide pixels on a side.
Result<Raster> parse_jpeg(ByteSpan bytes, std::string_view name);

}  // namespace hourglass::cli
