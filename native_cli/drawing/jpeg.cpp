#include "native_cli/drawing/jpeg.h"

#include <turbojpeg.h>

#include <memory>

#include "native_cli/drawing/exif.h"
#include "native_cli/drawing/png.h"

namespace hourglass::cli {
namespace {

using Decoder = std::unique_ptr<void, int (*)(tjhandle)>;

std::unexpected<Error> damaged(const Decoder& decoder, std::string_view name) {
  return fail(name, ": expected a whole JPEG image, found damaged data (",
              tjGetErrorStr2(decoder.get()), ')');
}

}  // namespace

bool is_jpeg(ByteSpan bytes) {
  return bytes.size() >= 3 && bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[2] == 0xff;
}

Result<Raster> parse_jpeg(ByteSpan bytes, std::string_view name) {
  if (!is_jpeg(bytes)) return fail(name, ": expected a JPEG image, found another kind of file");
  const Decoder decoder(tjInitDecompress(), &tjDestroy);
  if (!decoder) return fail(name, ": not enough memory to read it");
  Raster image;
  int subsampling = 0;
  int colours = 0;
  const auto size = static_cast<unsigned long>(bytes.size());
  if (tjDecompressHeader3(decoder.get(), bytes.data(), size, &image.width, &image.height,
                          &subsampling, &colours) != 0) {
    return damaged(decoder, name);
  }
  if (image.width > kMaxPictureSide || image.height > kMaxPictureSide) {
    return fail(name, ": expected an image of at most ", kMaxPictureSide, "×", kMaxPictureSide,
                " pixels, found ", image.width, "×", image.height);
  }
  if (colours == TJCS_CMYK || colours == TJCS_YCCK) {
    return fail(name, ": expected a grey or RGB image, found one in CMYK, as for print");
  }
  const bool is_grey = colours == TJCS_GRAY;
  image.channels = is_grey ? 1 : 3;
  image.pixels.resize(image.positions() * static_cast<std::size_t>(image.channels));
  // A progressive file of few bytes could otherwise ask for hours of work. A warning, as for a file
  // that is cut short, counts as an error here.
  const int flags = TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS | TJFLAG_STOPONWARNING;
  if (tjDecompress2(decoder.get(), bytes.data(), size, image.pixels.data(), image.width, 0,
                    image.height, is_grey ? TJPF_GRAY : TJPF_RGB, flags) != 0) {
    return damaged(decoder, name);
  }
  return upright(std::move(image), exif_orientation(bytes));
}

}  // namespace hourglass::cli
