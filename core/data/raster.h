// Images of any size, grey or in colour, on their way to a data set: grey tones, scaling, turning.
// Networks only ever see the Dataset that is made of them.
#pragma once

#include <optional>

#include "core/base/result.h"

namespace hourglass {

// Bytes row by row. A colour pixel is three bytes next to one another: red, green, blue.
struct Raster {
  int width = 0;
  int height = 0;
  int channels = 1;  // 1 or 3
  Bytes pixels{};

  std::size_t positions() const {
    return static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  }
  bool has_shape_of(const Raster& other) const {
    return width == other.width && height == other.height && channels == other.channels;
  }
};

// The byte for a number from 0 (black) to `white`, rounded; nullopt if it is outside of that or
// NaN.
std::optional<std::uint8_t> tone_byte(double value, double white);

// The luma of each pixel, 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), as JPEG defines grey. A grey
// image stays as it is.
Raster to_grey(Raster image);

// Three equal channels of each grey pixel. A colour image stays as it is.
Raster to_colour(Raster image);

// Scales to width × height: each new pixel is the mean of the area under it. The aspect ratio is
// not kept.
Raster resized(const Raster& image, int width, int height);

// Exchanges rows and columns.
Raster transposed(const Raster& image);

// An upright copy of an image that was stored with this Exif orientation, 1 to 8
// (Exif 2.32, 4.6.4).
Raster upright(Raster stored, int orientation);

// Replaces every byte x by 255 − x.
void invert(Bytes& pixels);

// Whether most pixels along the border are nearer to white than to black, as around dark ink on
// light paper.
bool has_light_border(const Raster& image);

}  // namespace hourglass
