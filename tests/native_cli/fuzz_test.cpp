// A small deterministic fuzz test of the command line's file readers (see tests/fuzz/damage.h).
#include <png.h>

#include "tests/core/support.h"
#include "tests/fuzz/damage.h"
#include "tests/fuzz/file_entry_points.h"
#include "tests/native_cli/gzip_writer.h"

namespace hourglass {
namespace {

// A stroke on paper, in one of libpng's formats.
Bytes png_of(png_uint_32 format) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = 30;
  image.height = 20;
  image.format = format;
  image.colormap_entries = 256;
  Bytes pixels(PNG_IMAGE_SIZE(image), 250);
  Bytes colours(PNG_IMAGE_COLORMAP_SIZE(image), 250);
  const std::size_t row = pixels.size() / image.height;
  for (std::size_t y = 4; y < 16; ++y) {
    std::ranges::fill(std::span(pixels).subspan(y * row + row / 2, row / 10), 0);
  }
  std::fill_n(colours.begin(), std::min<std::size_t>(colours.size(), 3), 0);
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  Bytes content(size);
  EXPECT_NE(
      png_image_write_to_memory(&image, content.data(), &size, 0, pixels.data(), 0, colours.data()),
      0);
  content.resize(size);
  return content;
}

TEST(Fuzz, DamagedGzipCausesNoCrash) {
  const Bytes images = fuzz::images_file();
  fuzz::survive("gzip", fuzz::gzip, {test::gzip(images), test::gzip(Bytes(100'000))});
}

TEST(Fuzz, DamagedNpyCausesNoCrash) {
  const cli::NumberTable table{.rows = 2, .columns = 3, .values = {0, 1, -2.5F, 1e-20F, 7, 8}};
  Bytes fortran = cli::to_npy(table);
  const auto order = std::ranges::search(fortran, std::string_view("False"));
  std::ranges::copy(std::string_view("True "), order.begin());
  const cli::NumberTable no_columns{.rows = std::size_t{1} << 60, .columns = 0, .values = {}};
  fuzz::survive("npy", fuzz::npy, {cli::to_npy(table), fortran, cli::to_npy(no_columns)});
}

TEST(Fuzz, DamagedPngCausesNoCrash) {
  fuzz::survive("png", fuzz::png,
                {png_of(PNG_FORMAT_GRAY), png_of(PNG_FORMAT_RGBA), png_of(PNG_FORMAT_RGBA_COLORMAP),
                 png_of(PNG_FORMAT_LINEAR_Y)});
}

TEST(Fuzz, DamagedExifCausesNoCrash) {
  // The PNG signature, and an eXIf chunk whose only entry is orientation 6.
  fuzz::survive("exif", fuzz::exif,
                {{0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 26, 'e', 'X', 'I', 'f',
                  'M',  'M', 0,   42,  0,  0,  0,  8,  0, 1, 1, 18, 0,   3,   0,   0,
                  0,    1,   0,   6,   0,  0,  0,  0,  0, 0, 0, 0,  0,   0}});
}

TEST(Fuzz, DamagedWordsCauseNoCrash) {
  fuzz::survive("words", fuzz::words,
                {test::bytes_of("it's a \x1b[31mmodel\x1b[0m.safetensors"),
                 test::bytes_of("  hourglass train dense-128-32 --epochs 5 --out \"$HOME/a b\""),
                 test::bytes_of("--out=~/x `id` $(id) \\ \xc2\x9b \xff 784 → 30 → 784"),
                 test::bytes_of("                                                       ")});
}

}  // namespace
}  // namespace hourglass
