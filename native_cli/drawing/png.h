// Reads drawings and writes figures as PNG files, with libpng.
#pragma once

#include <string_view>

#include "native_cli/drawing/canvas.h"

namespace hourglass::cli {

struct GreyImage {
  int width = 0;
  int height = 0;
  Bytes pixels;
};

// Converts any PNG to 8-bit grey and turns it upright by its Exif orientation. Transparent parts
// get a background tone against which the opaque ones stay visible. Returns an error, with `name`
// in the message, if the file is not a PNG, is damaged, or has more than 4096 pixels on a side.
Result<GreyImage> parse_png(ByteSpan bytes, std::string_view name);

Bytes to_png(const Canvas& canvas);

}  // namespace hourglass::cli
