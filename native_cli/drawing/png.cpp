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

// Lays the pixels of `channels` bytes and an alpha over a background of one tone.
Raster flattened(const Bytes& pixels, const png_image& image, int channels, int below) {
  Raster flat{static_cast<int>(image.width), static_cast<int>(image.height), channels, {}};
  const auto stride = static_cast<std::size_t>(channels) + 1;
  flat.pixels.reserve(pixels.size() / stride * static_cast<std::size_t>(channels));
  for (std::size_t i = 0; i < pixels.size(); i += stride) {
    const int alpha = pixels[i + stride - 1];
    for (std::size_t channel = 0; channel + 1 < stride; ++channel) {
      flat.pixels.push_back(static_cast<std::uint8_t>(
          (pixels[i + channel] * alpha + below * (255 - alpha) + 127) / 255));
    }
  }
  return flat;
}

// The grey tones and alphas of pixels in red, green, blue and alpha.
TonesAndAlphas tones_and_alphas(const Bytes& pixels, const png_image& image) {
  Raster colours{static_cast<int>(image.width), static_cast<int>(image.height), 3, {}};
  for (std::size_t i = 0; i < pixels.size(); i += 4) {
    colours.pixels.insert(colours.pixels.end(), {pixels[i], pixels[i + 1], pixels[i + 2]});
  }
  const Raster grey = to_grey(std::move(colours));
  TonesAndAlphas result;
  for (std::size_t i = 0; i < grey.pixels.size(); ++i) {
    result.insert(result.end(), {grey.pixels[i], pixels[4 * i + 3]});
  }
  return result;
}

// Reads a PNG as grey, or in colour if it has any and `keeps_colour`.
Result<Raster> read_png(ByteSpan bytes, std::string_view name, bool keeps_colour) {
  if (!is_png(bytes)) return fail(name, ": expected a PNG image, found another kind of file");
  png_image image{};
  const std::unique_ptr<png_image, void (*)(png_image*)> closer(&image, &png_image_free);
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0) {
    return fail(name, ": expected a whole PNG image, found damaged data (", image.message, ')');
  }
  if (image.width > kMaxPictureSide || image.height > kMaxPictureSide) {
    return fail(name, ": expected an image of at most ", kMaxPictureSide, "×", kMaxPictureSide,
                " pixels, found ", image.width, "×", image.height);
  }
  const bool has_colour = keeps_colour && (image.format & PNG_FORMAT_FLAG_COLOR) != 0;
  image.format = has_colour ? PNG_FORMAT_RGBA : PNG_FORMAT_GA;
  image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;  // libpng would take untagged 16-bit images as linear
  Bytes pixels(PNG_IMAGE_SIZE(image));
  if (png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr) == 0) {
    return fail(name, ": expected a whole PNG image, found damaged data (", image.message, ')');
  }
  const std::uint8_t below =
      backdrop(has_colour ? tones_and_alphas(pixels, image) : pixels, image.width);
  return upright(flattened(pixels, image, has_colour ? 3 : 1, below), exif_orientation(bytes));
}

}  // namespace

bool is_png(ByteSpan bytes) {
  constexpr std::size_t kSignature = 8;
  return bytes.size() >= kSignature && png_sig_cmp(bytes.data(), 0, kSignature) == 0;
}

Result<Raster> parse_png(ByteSpan bytes, std::string_view name) {
  return read_png(bytes, name, /*keeps_colour=*/false);
}

Result<Raster> parse_colour_png(ByteSpan bytes, std::string_view name) {
  return read_png(bytes, name, /*keeps_colour=*/true);
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
