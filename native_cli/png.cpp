#include "native_cli/png.h"

#include <png.h>

#include <array>
#include <memory>

#include "native_cli/exif.h"
#include "native_cli/failure.h"

namespace hourglass::cli {
namespace {

// Tone and opacity of each pixel, one after the other.
using TonesAndAlphas = Bytes;

// The tone to lay the image over. Where an opaque page is cut out, that is the page's; where only
// the ink is opaque, whichever of black and white is further from it.
std::uint8_t backdrop(const TonesAndAlphas& pixels) {
  std::array<std::uint64_t, 256> weights{};
  std::uint64_t opacity = 0;
  for (std::size_t i = 0; i < pixels.size(); i += 2) {
    weights[pixels[i]] += pixels[i + 1];
    opacity += pixels[i + 1];
  }
  const auto quantile = [&](std::uint64_t percent) {
    std::uint64_t sum = 0;
    std::uint8_t tone = 0;
    while (tone < 255 && 100 * (sum += weights[tone]) <= percent * opacity) ++tone;
    return tone;
  };
  constexpr int kOneTone = 64;  // ink alone varies less
  const bool is_mostly_opaque = opacity > 255 * (pixels.size() / 2) / 2;
  const std::uint8_t median = quantile(50);
  const bool has_page = is_mostly_opaque && quantile(98) - quantile(2) > kOneTone;
  return has_page ? median : median > 127 ? 0 : 255;
}

Bytes flattened(const TonesAndAlphas& pixels) {
  const int below = backdrop(pixels);
  Bytes grey;
  grey.reserve(pixels.size() / 2);
  for (std::size_t i = 0; i < pixels.size(); i += 2) {
    const int alpha = pixels[i + 1];
    grey.push_back(
        static_cast<std::uint8_t>((pixels[i] * alpha + below * (255 - alpha) + 127) / 255));
  }
  return grey;
}

// The image as it was seen, from what was stored under an Exif orientation.
GreyImage upright(const GreyImage& stored, int orientation) {
  const bool is_transposed = orientation >= 5;
  const bool is_mirrored =
      orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool is_upside_down =
      orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  GreyImage image{.width = is_transposed ? stored.height : stored.width,
                  .height = is_transposed ? stored.width : stored.height,
                  .pixels = {}};
  image.pixels.reserve(stored.pixels.size());
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      int column = is_transposed ? y : x;
      int row = is_transposed ? x : y;
      if (is_mirrored) column = stored.width - 1 - column;
      if (is_upside_down) row = stored.height - 1 - row;
      image.pixels.push_back(
          stored.pixels[static_cast<std::size_t>(row) * static_cast<std::size_t>(stored.width) +
                        static_cast<std::size_t>(column)]);
    }
  }
  return image;
}

}  // namespace

Result<GreyImage> parse_png(ByteSpan bytes, std::string_view name) {
  constexpr png_uint_32 kLongestSide = 4096;
  constexpr std::size_t kSignature = 8;
  if (bytes.size() < kSignature || png_sig_cmp(bytes.data(), 0, kSignature) != 0) {
    return fail(name, ": expected a PNG image, found a file that does not begin like one");
  }
  png_image image{};
  const std::unique_ptr<png_image, void (*)(png_image*)> closer(&image, &png_image_free);
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0) {
    return fail(name, ": expected a whole PNG image, but ", image.message);
  }
  if (image.width > kLongestSide || image.height > kLongestSide) {
    return fail(name, ": expected an image of at most ", kLongestSide, "×", kLongestSide,
                " pixels, found ", image.width, "×", image.height);
  }
  image.format = PNG_FORMAT_GA;
  image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;  // 16 bits that do not say so are not linear light
  TonesAndAlphas pixels(PNG_IMAGE_SIZE(image));
  if (png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr) == 0) {
    return fail(name, ": expected a whole PNG image, but ", image.message);
  }
  const GreyImage stored{.width = static_cast<int>(image.width),
                         .height = static_cast<int>(image.height),
                         .pixels = flattened(pixels)};
  return upright(stored, exif_orientation(bytes));
}
Bytes to_png(const Canvas& canvas) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(canvas.width());
  image.height = static_cast<png_uint_32>(canvas.height());
  image.format = PNG_FORMAT_RGB;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  Bytes content(size);
  if (png_image_write_to_memory(&image, content.data(), &size, 0, canvas.pixels().data(), 0,
                                nullptr) == 0) {
    trouble("the figure could not be made into a PNG: ", image.message);
  }
  content.resize(size);
  return content;
}

}  // namespace hourglass::cli
