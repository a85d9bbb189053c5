// PNG files by libpng: drawings in, figures out.
#pragma once

#include <filesystem>

#include "native_cli/canvas.h"

namespace hourglass::cli {

struct GreyImage {
  int width = 0;
  int height = 0;
  Bytes pixels;
};

// Any PNG as 8-bit grey, upright by its Exif orientation. Where parts are transparent, ink alone or
// a page alone is laid over a tone that keeps it visible. Fails, with the file's name, if it is no
// PNG, a broken one, or one of more than 4096 × 4096 pixels.
GreyImage read_png(const std::filesystem::path& path);

Bytes to_png(const Canvas& canvas);

}  // namespace hourglass::cli
