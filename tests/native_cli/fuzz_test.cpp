// A small deterministic fuzz test of the command line's file readers (see tests/fuzz/damage.h).
#include <minizip/zip.h>
#include <png.h>
#include <turbojpeg.h>

#include <filesystem>

#include "native_cli/files/read_file.h"
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

// Three tones, grey or in colour.
Bytes jpeg_of(int format) {
  const bool is_grey = format == TJPF_GRAY;
  Bytes pixels(30 * 20 * (is_grey ? 1 : 3), 250);
  std::fill_n(pixels.begin() + 100, 200, 0);
  std::fill_n(pixels.begin() + 300, 80, 90);
  const tjhandle encoder = tjInitCompress();
  unsigned char* packed = nullptr;
  unsigned long size = 0;
  EXPECT_EQ(tjCompress2(encoder, pixels.data(), 30, 0, 20, format, &packed, &size,
                        is_grey ? TJSAMP_GRAY : TJSAMP_420, 80, TJFLAG_PROGRESSIVE),
            0);
  const Bytes content(packed, packed + size);
  tjFree(packed);
  tjDestroy(encoder);
  return content;
}

// An archive of one file.
Bytes zip_of(const std::string& name, const Bytes& content) {
  const std::string path = testing::TempDir() + "hourglass_fuzz_test.zip";
  const zipFile archive = zipOpen64(path.c_str(), APPEND_STATUS_CREATE);
  EXPECT_EQ(zipOpenNewFileInZip(archive, name.c_str(), nullptr, nullptr, 0, nullptr, 0, nullptr,
                                Z_DEFLATED, Z_DEFAULT_COMPRESSION),
            ZIP_OK);
  EXPECT_EQ(zipWriteInFileInZip(archive, content.data(), static_cast<unsigned>(content.size())),
            ZIP_OK);
  EXPECT_EQ(zipCloseFileInZip(archive), ZIP_OK);
  EXPECT_EQ(zipClose(archive, nullptr), ZIP_OK);
  Bytes packed = cli::read_file(path);
  std::filesystem::remove(path);
  return packed;
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

TEST(Fuzz, DamagedArraysAndArchivesCauseNoCrash) {
  const Bytes table = cli::to_npy({.rows = 2, .columns = 3, .values = {0, 1, 2, 3, 4, 5}});
  Bytes bytes = table;
  std::ranges::copy(std::string_view("|u1"),
                    std::ranges::search(bytes, std::string_view("<f4")).begin());
  Bytes whole = table;
  std::ranges::copy(std::string_view(">i8"),
                    std::ranges::search(whole, std::string_view("<f4")).begin());
  whole.resize(whole.size() + 24);
  fuzz::survive("array", fuzz::array, {table, bytes, whole});
  const Bytes archive = zip_of("x.npy", table);
  fuzz::zip(archive);
  EXPECT_EQ(test::take(cli::unzip(archive, "x.npz", ".npy", 1 << 20)).front().content, table);
  test::expect_refused(cli::unzip(archive, "x.npz", ".npy", table.size() - 1), "x.npz: x.npy");
  fuzz::survive("zip", fuzz::zip, {archive});
}

TEST(Fuzz, DamagedCsvCausesNoCrash) {
  fuzz::survive(
      "csv", fuzz::csv,
      {test::bytes_of("label,a,b,c,d\n1,0,255,3,4\n2,0.5,1e3,-3,\"4\"\r\n"),
       test::bytes_of("\xef\xbb\xbf\"a\"\"b\";\"c\nd\";e\n\n\n1;2;3"),
       test::bytes_of("1\t2\t3\r4\t5\t6\r\n7"), test::bytes_of("\"never closed, 1\n2, 3\n")});
}

TEST(Fuzz, DamagedJpegCausesNoCrash) {
  Bytes turned = jpeg_of(TJPF_GRAY);
  const Bytes exif{0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
                   0,    1,    1, 18, 0,   3,   0,   0,   0, 1, 0,   6,   0, 0,  0, 0, 0, 0};
  turned.insert(turned.begin() + 2, exif.begin(), exif.end());
  EXPECT_EQ(cli::exif_orientation(turned), 6);
  EXPECT_EQ(test::take(cli::parse_jpeg(turned, "file")).width, 20);
  fuzz::survive("jpeg", fuzz::jpeg, {jpeg_of(TJPF_GRAY), jpeg_of(TJPF_RGB), turned});
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
