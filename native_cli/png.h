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

// Any PNG as 8-bit grey; transparency is laid over white. Refused, with the file's name: what is no
// PNG, a broken one, and one of more than 4096 × 4096 pixels.
GreyImage read_png(const std::filesystem::path& path);

Bytes to_png(const Canvas& canvas);

}  // namespace hourglass::cli
