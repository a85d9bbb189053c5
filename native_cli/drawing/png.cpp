#include "native_cli/drawing/png.h"

#include <png.h>

#include <array>
#include <cstdlib>
#include <memory>

#include "native_cli/drawing/exif.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

// Grey tone and alpha of each pixel, interleaved.
using TonesAndAlphas = Bytes;

constexpr std::uint8_t kBlack = 0;
constexpr std::uint8_t kWhite = 255;

// The distribution of tones in an image, weighted by alpha.
class ToneHistogram {
 public:
  void add(std::uint8_t tone, std::uint8_t alpha) {
    weights_[tone] += alpha;
    total_ += alpha;
  }
  std::uint64_t total() const { return total_; }
  std::uint8_t quantile(std::uint64_t percent) const {
    std::uint64_t sum = 0;
    std::uint8_t tone = 0;
    while (tone < kWhite && 100 * (sum += weights_[tone]) <= percent * total_) ++tone;
    return tone;
  }
  int spread(std::uint64_t percent) const { return quantile(100 - percent) - quantile(percent); }

 private:
  std::array<std::uint64_t, 256> weights_{};
  std::uint64_t total_ = 0;
};

// Chooses the background tone for a transparent image. If the image has a single tone, that is ink,
// and the background is black or white, whichever is further from it. If tones vary, the pixels
// next to transparent ones decide. If these have an even tone, the image is a cut-out page and that
// tone is the paper. Otherwise the background was made transparent, and these pixels are soft edges
// of ink that fade into it.
std::uint8_t backdrop(const TonesAndAlphas& pixels, std::size_t width) {
  const std::size_t count = pixels.size() / 2;
  const auto is_clear = [&](std::size_t pixel) { return pixels[2 * pixel + 1] < 128; };
  const auto is_at_edge = [&](std::size_t pixel) {
    const std::size_t column = pixel % width;
    return (column > 0 && is_clear(pixel - 1)) || (column + 1 < width && is_clear(pixel + 1)) ||
           (pixel >= width && is_clear(pixel - width)) ||
           (pixel + width < count && is_clear(pixel + width));
  };
  ToneHistogram all;
  ToneHistogram edge;
  ToneHistogram inside;
  for (std::size_t pixel = 0; pixel < count; ++pixel) {
    const std::uint8_t tone = pixels[2 * pixel];
    const std::uint8_t alpha = pixels[2 * pixel + 1];
    all.add(tone, alpha);
    if (!is_clear(pixel)) (is_at_edge(pixel) ? edge : inside).add(tone, alpha);
  }
  constexpr int kOneTone = 64;   // ink alone varies by less
  constexpr int kEvenTone = 48;  // the edge of a page varies by less
  constexpr int kFaded = 16;
  const std::uint8_t furthest = all.quantile(50) > 127 ? kBlack : kWhite;
  if (all.spread(2) <= kOneTone || edge.total() == 0 || inside.total() == 0) return furthest;
  if (edge.spread(10) <= kEvenTone) return edge.quantile(50);
  const int fading = edge.quantile(50) - inside.quantile(50);
  if (std::abs(fading) <= kFaded) return furthest;
  return fading < 0 ? kBlack : kWhite;
}

Bytes flattened(const TonesAndAlphas& pixels, std::size_t width) {
  const int below = backdrop(pixels, width);
  Bytes grey;
  grey.reserve(pixels.size() / 2);
  for (std::size_t i = 0; i < pixels.size(); i += 2) {
    const int alpha = pixels[i + 1];
    grey.push_back(
        static_cast<std::uint8_t>((pixels[i] * alpha + below * (255 - alpha) + 127) / 255));
  }
  return grey;
}

// An upright copy of an image that was stored with this Exif orientation.
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
  constexpr png_uint_32 kMaxSide = 4096;
  constexpr std::size_t kSignature = 8;
  if (bytes.size() < kSignature || png_sig_cmp(bytes.data(), 0, kSignature) != 0) {
    return fail(name, ": expected a PNG image, found another kind of file");
  }
  png_image image{};
  const std::unique_ptr<png_image, void (*)(png_image*)> closer(&image, &png_image_free);
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0) {
    return fail(name, ": expected a whole PNG image, found damaged data (", image.message, ')');
  }
  if (image.width > kMaxSide || image.height > kMaxSide) {
    return fail(name, ": expected an image of at most ", kMaxSide, "×", kMaxSide, " pixels, found ",
                image.width, "×", image.height);
  }
  image.format = PNG_FORMAT_GA;
  image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;  // libpng would take untagged 16-bit images as linear
  TonesAndAlphas pixels(PNG_IMAGE_SIZE(image));
  if (png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr) == 0) {
    return fail(name, ": expected a whole PNG image, found damaged data (", image.message, ')');
  }
  const GreyImage stored{.width = static_cast<int>(image.width),
                         .height = static_cast<int>(image.height),
                         .pixels = flattened(pixels, image.width)};
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
    throw_failure("the figure could not be encoded as PNG: ", image.message);
  }
  content.resize(size);
  return content;
}

}  // namespace hourglass::cli
