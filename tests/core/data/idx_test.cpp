#include "core/data/idx.h"

#include <array>
#include <initializer_list>

#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::expect_refused;
using test::take;

Bytes idx(std::initializer_list<std::uint32_t> header, std::size_t body) {
  Bytes bytes;
  for (const std::uint32_t number : header) {
    for (const int shift : {24, 16, 8, 0})
      bytes.push_back(static_cast<std::uint8_t>(number >> shift));
  }
  for (std::size_t i = 0; i < body; ++i) bytes.push_back(static_cast<std::uint8_t>(i % 251));
  return bytes;
}

Bytes images_file(std::uint32_t count) { return idx({0x0803, count, 28, 28}, count * 784); }

template <class... Parts>
void expect_images_refused(const Bytes& bytes, const Parts&... parts) {
  expect_refused(parse_idx_images(bytes, "images"), "images: ", parts...);
}

TEST(Idx, ReadsImages) {
  const Bytes bytes = images_file(3);
  const Dataset dataset = take(parse_idx_images(bytes, "images"));
  EXPECT_EQ(dataset.count(), 3U);
  EXPECT_EQ(dataset.shape, kDigitShape);
  EXPECT_TRUE(std::ranges::equal(dataset.pixels, std::span(bytes).subspan(16)));
  EXPECT_TRUE(dataset.labels.empty());
  EXPECT_EQ(dataset.image(2)[0], 2 * 784 % 251);
}

TEST(Idx, ImagesAreNotCopied) {
  const SharedBytes file = images_file(3);
  EXPECT_EQ(take(parse_idx_images(file, "images")).pixels.data(), file.data() + 16);
}

TEST(Idx, ReadsLabels) {
  EXPECT_EQ(take(parse_idx_labels(idx({0x0801, 5}, 5), "labels")), (Bytes{0, 1, 2, 3, 4}));
  EXPECT_TRUE(take(parse_idx_labels(idx({0x0801, 0}, 0), "labels")).empty());
}

TEST(Idx, ReadsTheClassesOfQmnistsExtendedLabels) {
  // Three rows of eight numbers; the first number of a row is the class.
  const auto labels = [](std::uint32_t last) {
    return idx(
        {0x0c02, 3, 8, 5, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7, last, 1, 2, 3, 4, 5, 6, 7},
        0);
  };
  EXPECT_EQ(take(parse_idx_labels(labels(255), "labels")), (Bytes{5, 0, 255}));
  expect_refused(parse_idx_labels(labels(256), "labels"), "labels: ", "found 256");
  Bytes cut = labels(1);
  cut.pop_back();
  expect_refused(parse_idx_labels(cut, "labels"), "labels: expected 96 bytes", "cut short");
}

TEST(Idx, ReadsTheMnistFiles) {
  const Dataset digits = test::test_digits();
  const Bytes labels = take(parse_idx_labels(
      test::read_file(HOURGLASS_DATA_DIR "/mnist/t10k-labels-idx1-ubyte"), "labels"));
  EXPECT_EQ(digits.count(), 10'000U);
  ASSERT_EQ(labels.size(), 10'000U);
  EXPECT_EQ(Bytes(labels.begin(), labels.begin() + 5), (Bytes{7, 2, 1, 0, 4}));
}

TEST(Idx, RejectsAWrongMagicNumber) {
  expect_images_refused(idx({0x0801, 1, 28, 28}, 784), "magic number 0x00000803, found 0x00000801");
  expect_images_refused(idx({0x03080000, 1, 28, 28}, 784), "found 0x03080000");
  expect_refused(parse_idx_labels(images_file(1), "labels"),
                 "labels: ", "magic number 0x00000801, found 0x00000803");
}

TEST(Idx, RejectsWrongCounts) {
  expect_images_refused(idx({0x0803, 3, 28, 28}, 784 * 2), "expected 2352 bytes", "found 1568",
                        "cut short");
  expect_images_refused(idx({0x0803, 1, 28, 28}, 784 * 2), "expected 784 bytes", "found 1568",
                        "trailing bytes");
  expect_refused(parse_idx_labels(idx({0x0801, 5}, 4), "labels"), "expected 5 bytes", "found 4");
  expect_images_refused(images_file(0), "at least one image, found none");
}

TEST(Idx, RejectsEveryTruncation) {
  const Bytes images = images_file(1), labels = idx({0x0801, 9}, 9);
  for (std::size_t length = 0; length < images.size(); ++length) {
    const Bytes cut(images.begin(), images.begin() + static_cast<std::ptrdiff_t>(length));
    expect_refused(parse_idx_images(cut, "cut"), "cut: expected");
  }
  for (std::size_t length = 0; length < labels.size(); ++length) {
    expect_refused(parse_idx_labels(ByteSpan(labels).first(length), "cut"), "cut: expected");
  }
}

TEST(Idx, FileSizeFollowsFromTheHeader) {
  EXPECT_EQ(idx_file_size(images_file(2)), std::uint64_t{images_file(2).size()});
  EXPECT_EQ(idx_file_size(idx({0x0801, 60'000}, 0)), 60'008U);
  EXPECT_EQ(idx_file_size(idx({0x0c02, 60'000, 8}, 0)), 12U + 4 * 8 * 60'000U);
  EXPECT_EQ(idx_file_size(idx({0x0803, 1}, 0)), std::nullopt);  // cut short
  EXPECT_EQ(idx_file_size(idx({0x0802, 1, 1}, 0)), std::nullopt);
  EXPECT_EQ(idx_file_size({}), std::nullopt);
  constexpr std::uint32_t kAll = 0xffffffff;
  for (const std::uint32_t extent : {kAll, 0x80000000U, 0x01000000U}) {
    EXPECT_GE(idx_file_size(idx({0x0803, extent, extent, extent}, 0)), std::uint64_t{1} << 40);
  }
}

TEST(Idx, RejectsTrailingBytes) {
  Bytes bytes = images_file(2);
  bytes.push_back(0);
  expect_images_refused(bytes, "found 1569 (trailing bytes)");
}

TEST(Idx, RejectsSizesThatOverflow) {
  constexpr std::uint32_t kAll = 0xffffffff;
  expect_images_refused(idx({0x0803, kAll, kAll, kAll}, 784), "multiply to over 2^40 bytes");
  expect_images_refused(idx({0x0803, kAll, 28, 28}, 784), "multiply to over 2^40 bytes");
  // The sizes multiply to exactly 2^64 and 2^32, which wrap around to 0.
  expect_images_refused(idx({0x0803, 1U << 20, 1U << 20, 1U << 24}, 0), "multiply to over 2^40");
  expect_images_refused(idx({0x0803, 1U << 24, 1U << 4, 1U << 4}, 0), "expected 4294967296 bytes");
  expect_images_refused(idx({0x0803, 0, kAll, kAll}, 0), "expected images of 1 to 4096");
  expect_refused(parse_idx_digits(idx({0x0803, 0, kAll, kAll}, 0), "digits"),
                 "digits: expected images of 28×28");
  expect_refused(parse_idx_labels(idx({0x0801, kAll}, 9), "labels"), "expected 4294967295 bytes");
}

TEST(Idx, DigitsHave28Times28Pixels) {
  const auto expect_no_digits = [](const Bytes& bytes, std::string_view message) {
    expect_refused(parse_idx_digits(bytes, "digits"), "digits: ", message);
  };
  EXPECT_EQ(take(parse_idx_digits(images_file(3), "digits")).count(), 3U);
  expect_no_digits(idx({0x0803, 1, 28, 27}, 28 * 27), "images of 28×28 pixels, found 28×27");
  expect_no_digits(idx({0x0803, 1, 784, 1}, 784), "found 784×1");
  expect_no_digits(idx({0x0804, 1, 28, 28, 1}, 784), "magic number 0x00000803, found 0x00000804");
}

TEST(Idx, ReadsGreyImagesOfAnySize) {
  for (const auto& [height, width] : {std::pair{8U, 8U}, {5U, 7U}, {64U, 64U}, {1U, 4096U}}) {
    const Bytes bytes = idx({0x0803, 2, height, width}, std::size_t{2} * height * width);
    const Dataset images = take(parse_idx_images(bytes, "images"));
    EXPECT_EQ(images.shape, (Shape{1, static_cast<int>(height), static_cast<int>(width)}));
    EXPECT_EQ(images.count(), 2U);
    EXPECT_TRUE(std::ranges::equal(images.image(1), std::span(bytes).last(height * width)));
    EXPECT_EQ(idx_image_shape(std::span(bytes).first(16)), images.shape);
  }
}

TEST(Idx, SortsInterleavedColoursIntoPlanes) {
  // Two images of 1 × 2 pixels: (0, 1, 2), (3, 4, 5) and (6, 7, 8), (9, 10, 11).
  const Bytes bytes = idx({0x0804, 2, 1, 2, 3}, 12);
  const Dataset images = take(parse_idx_images(bytes, "images"));
  EXPECT_EQ(images.shape, (Shape{3, 1, 2}));
  EXPECT_TRUE(std::ranges::equal(images.pixels, Bytes{0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11}));
  EXPECT_EQ(idx_image_shape(bytes), images.shape);
  EXPECT_EQ(idx_file_size(std::span(bytes).first(20)), bytes.size());
  EXPECT_EQ(take(parse_idx_images(idx({0x0804, 2, 2, 3, 1}, 12), "grey")).shape, (Shape{1, 2, 3}));
}

TEST(Idx, RejectsImagesThatNoModelCanTake) {
  expect_images_refused(idx({0x0803, 1, 5000, 1}, 5000), "1 to 4096 pixels a side", "found 5000×1");
  expect_images_refused(idx({0x0803, 1, 0, 8}, 0), "found 0×8");
  expect_images_refused(idx({0x0803, 1, 257, 256}, 257 * 256), "up to 65536 numbers",
                        "found 257×256");
  expect_images_refused(idx({0x0804, 1, 150, 150, 3}, 3 * 150 * 150), "found 150×150×3");
  expect_images_refused(idx({0x0804, 1, 2, 2, 4}, 16), "expected 1 or 3 channels, found 4");
  EXPECT_EQ(idx_image_shape(idx({0x0804, 1, 2, 2, 4}, 16)), std::nullopt);
  EXPECT_EQ(idx_image_shape(idx({0x0801, 1, 2, 2, 3}, 12)), std::nullopt);
  EXPECT_EQ(idx_image_shape(idx({0x0804, 1, 2, 2}, 0)), std::nullopt);
}

TEST(Idx, SaysThatGzipMustBeUnpackedFirst) {
  const Bytes gzip_header{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
  expect_refused(parse_idx_images(gzip_header, "images.gz"), "images.gz: expected an IDX file",
                 "0x00000803, found gzip-compressed data; unpack it first");
  expect_refused(parse_idx_labels(gzip_header, "labels.gz"), "labels.gz: expected an IDX file",
                 "0x00000801, found gzip-compressed data; unpack it first");
}

TEST(Idx, HeaderHasTheMagicNumberAndTheSizes) {
  EXPECT_EQ(idx_header(std::array{60000U, 28U, 28U}),
            (Bytes{0, 0, 8, 3, 0, 0, 0xea, 0x60, 0, 0, 0, 28, 0, 0, 0, 28}));
  EXPECT_EQ(idx_header(std::array{10000U}), (Bytes{0, 0, 8, 1, 0, 0, 0x27, 0x10}));
}

}  // namespace
}  // namespace hourglass
