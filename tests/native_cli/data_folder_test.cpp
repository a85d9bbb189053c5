#include "native_cli/files/data_folder.h"

#include <gtest/gtest.h>

#include "native_cli/files/write_file.h"
#include "native_cli/text/failure.h"
#include "tests/core/support.h"
#include "tests/native_cli/gzip_writer.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

using test::gzip;

constexpr std::string_view kImages = "t10k-images-idx3-ubyte";
constexpr std::string_view kLabels = "t10k-labels-idx1-ubyte";

Bytes images_file(std::uint8_t count) {
  Bytes bytes{0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 28, 0, 0, 0, 28};
  for (std::size_t pixel = 0; pixel < count * std::size_t{kImagePixels}; ++pixel) {
    bytes.push_back(static_cast<std::uint8_t>(pixel % 251));
  }
  return bytes;
}

Bytes labels_file() { return {0, 0, 8, 1, 0, 0, 0, 3, 5, 6, 7}; }

// Every test has its own folder.
struct DataFolder : testing::Test {
  fs::path folder =
      fs::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();

  DataFolder() {
    fs::remove_all(folder);
    fs::create_directory(folder);
  }
  ~DataFolder() override { fs::remove_all(folder); }

  void place(std::string_view name, const Bytes& content) { write_file(folder / name, content); }
  Dataset load() const { return load_split(folder, Split::kTest, std::nullopt); }

  // Expects loading to fail with a message that contains every one of `parts`.
  template <class... Parts>
  void expect_failure(const Parts&... parts) const {
    try {
      load();
      ADD_FAILURE() << "expected an error that says \"" << concat(parts...) << '"';
    } catch (const Failure& failure) {
      test::expect_refused(Result<void>(fail(failure.what())), parts...);
    }
  }
};

TEST_F(DataFolder, ReadsPlainAndGzippedFilesAlike) {
  place(kImages, images_file(3));
  place(kLabels, labels_file());
  const Dataset plain = load();
  EXPECT_EQ(plain.count(), 3U);
  EXPECT_EQ(plain.labels, (Bytes{5, 6, 7}));
  for (const std::string_view name : {kImages, kLabels}) fs::remove(folder / name);
  place(concat(kImages, ".gz"), gzip(images_file(3)));
  place(concat(kLabels, ".gz"), gzip(labels_file()));
  const Dataset unpacked = load();
  EXPECT_TRUE(std::ranges::equal(unpacked.pixels, plain.pixels));
  EXPECT_EQ(unpacked.labels, plain.labels);
}

TEST_F(DataFolder, RecognisesGzipByItsContent) {
  place(kImages, gzip(images_file(3)));
  EXPECT_EQ(load().count(), 3U);
}

TEST_F(DataFolder, ReadsFashionMnistAsItIsPublished) {
  const fs::path published = fs::path(HOURGLASS_DATA_DIR) / "fashion-mnist";
  const Dataset clothes = load_split(published, Split::kTest, std::nullopt);
  EXPECT_EQ(clothes.count(), 10'000U);
  EXPECT_EQ(clothes.labels.size(), 10'000U);
}

TEST_F(DataFolder, RejectsABrokenGzip) {
  Bytes bytes = gzip(images_file(2));
  const Bytes cut(bytes.begin(), bytes.end() - 9);
  bytes[bytes.size() - 6] ^= 0x40;
  const std::string name = concat(kImages, ".gz");
  place(name, bytes);
  expect_failure(name, ": ", "data check");
  place(name, cut);
  expect_failure(name, ": ", "cut short");
  place(name, gzip(images_file(3)));
  place(concat(kLabels, ".gz"), Bytes{0x1f, 0x8b, 8});
  expect_failure(kLabels, "cut short");
}

TEST_F(DataFolder, RejectsAGzipWhoseHeaderAnnouncesOverTwoGigabytes) {
  const Bytes header{0, 0, 8, 3,  0, 0x2d, 0xc6, 0xc0,
                     0, 0, 0, 28, 0, 0,    0,    28};  // 3,000,000 images
  place(kImages, gzip(header));
  expect_failure(kImages, ": expected at most 2147.5 MB", "announces 2352.0 MB");
}

TEST_F(DataFolder, RejectsGzippedFilesThatAreNotIdx) {
  const std::string name = concat(kImages, ".gz");
  Bytes other_magic = images_file(1), other_size = images_file(1), too_long = images_file(2);
  other_magic[3] = 1;
  other_size[14] = 0x14;  // a width of 0x141c
  other_size.resize(16 + 28 * 0x141c);
  too_long.push_back(0);
  const std::vector<std::pair<Bytes, std::string>> cases{
      {other_magic, "magic number 0x00000803, found 0x00000801"},
      {other_size, "1 to 4096 pixels a side and up to 65536 numbers in all, found 28×5148"},
      {too_long, "found 1569 (trailing bytes)"},
      {images_file(0), "at least one image, found none"},
      {gzip(images_file(1)), "found gzip-compressed data"}};
  for (const auto& [content, message] : cases) {
    place(name, gzip(content));
    expect_failure(name, ": ", message);
  }
}

}  // namespace
}  // namespace hourglass::cli
