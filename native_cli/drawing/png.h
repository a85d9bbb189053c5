// PNG files by libpng: drawings in, figures out.
#pragma once

#include <string_view>

#include "native_cli/drawing/canvas.h"

namespace hourglass::cli {

struct GreyImage {
  int width = 0;
  int height = 0;
  Bytes pixels;
};

// Any PNG as 8-bit grey, upright by its Exif orientation. Where parts are transparent, ink alone or
// a page alone is laid over a tone that keeps it visible. Returns an error, with `name` in the
// message, for what is no PNG, a broken one, or one of more than 4096 × 4096 pixels.
Result<GreyImage> parse_png(ByteSpan bytes, std::string_view name);

Bytes to_png(const Canvas& canvas);

}  // namespace hourglass::cli
