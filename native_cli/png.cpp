#include "native_cli/png.h"

#include <png.h>

#include <memory>

#include "native_cli/failure.h"
#include "native_cli/files.h"

namespace hourglass::cli {

GreyImage read_png(const std::filesystem::path& path) {
  constexpr png_uint_32 kLongestSide = 4096;
  constexpr std::size_t kSignature = 8;
  const Bytes content = read_file(path);
  if (content.size() < kSignature || png_sig_cmp(content.data(), 0, kSignature) != 0) {
    trouble(path.string(), ": expected a PNG image, found a file that does not begin like one");
  }
  png_image image{};
  const std::unique_ptr<png_image, void (*)(png_image*)> closer(&image, &png_image_free);
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, content.data(), content.size()) == 0) {
    trouble(path.string(), ": expected a whole PNG image, but ", image.message);
  }
  if (image.width > kLongestSide || image.height > kLongestSide) {
    trouble(path.string(), ": expected an image of at most ", kLongestSide, "×", kLongestSide,
            " pixels, found ", image.width, "×", image.height);
  }
  image.format = PNG_FORMAT_GRAY;
  image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;  // 16 bits that do not say so are not linear light
  GreyImage grey{.width = static_cast<int>(image.width),
                 .height = static_cast<int>(image.height),
                 .pixels = Bytes(PNG_IMAGE_SIZE(image))};
  const png_color white{255, 255, 255};
  if (png_image_finish_read(&image, &white, grey.pixels.data(), 0, nullptr) == 0) {
    trouble(path.string(), ": expected a whole PNG image, but ", image.message);
  }
  return grey;
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
