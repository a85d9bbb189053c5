// Reads drawings and writes figures as PNG files, with libpng.
#pragma once

#include <string_view>

#include "core/data/raster.h"
#include "native_cli/drawing/canvas.h"

namespace hourglass::cli {

// The longest side of a picture that is read, in pixels.
inline constexpr int kMaxPictureSide = 4096;

// Whether the bytes start like a PNG file.
bool is_png(ByteSpan bytes);

// Converts any PNG to 8-bit grey and turns it upright by its Exif orientation. Transparent parts
// get a background tone against which the opaque ones stay visible. Returns an error, with `name`
// in the message, if the file is not a PNG, is damaged, or has more than kMaxPictureSide pixels on
// a side.
Result<Raster> parse_png(ByteSpan bytes, std::string_view name);

// The same, but a PNG in colour keeps its colours.
Result<Raster> parse_colour_png(ByteSpan bytes, std::string_view name);

Bytes to_png(const Canvas& canvas);

}  // namespace hourglass::cli
