#include "native_cli/files/formats/gzip.h"

#include <algorithm>
#include <cstdint>

#include "tests/core/support.h"
#include "tests/native_cli/gzip_writer.h"

namespace hourglass::cli {
namespace {

using test::expect_refused;
using test::gzip;
using test::take;

constexpr std::size_t kWhole = 10'000'000;  // more than any content here

// The output of `printf hourglass | gzip -n`.
const Bytes kCommandLineGzip{0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03,
                             0xcb, 0xc8, 0x2f, 0x2d, 0x4a, 0xcf, 0x49, 0x2c, 0x2e, 0x06,
                             0x00, 0x01, 0x9e, 0x2a, 0x2e, 0x09, 0x00, 0x00, 0x00};

Bytes noise_bytes(std::size_t count) {
  Bytes bytes(count);
  std::uint32_t state = 1;
  std::ranges::generate(bytes, [&state] {
    state = state * 1664525 + 1013904223;
    return static_cast<std::uint8_t>(state >> 24);
  });
  return bytes;
}

TEST(Gzip, IsRecognisedByItsFirstTwoBytes) {
  EXPECT_TRUE(is_gzip(kCommandLineGzip));
  EXPECT_FALSE(is_gzip(test::bytes_of("\x1f")));
  EXPECT_FALSE(is_gzip({}));
}

TEST(Gzip, UnpacksTheFirstBytesWithoutTheRest) {
  const Bytes packed = gzip(noise_bytes(1 << 20));
  const ByteSpan cut = ByteSpan(packed).first(packed.size() / 2);
  const Bytes first = take(gunzip(cut, "file", 16));
  EXPECT_EQ(first, noise_bytes(16));
  EXPECT_EQ(take(gunzip(kCommandLineGzip, "file", 16)), test::bytes_of("hourglass"));
  expect_refused(gunzip(ByteSpan(packed).first(12), "file", 16), "file: expected a whole gzip");
}

TEST(Gzip, UnpacksTheOutputOfTheGzipProgram) {
  EXPECT_EQ(take(gunzip(kCommandLineGzip, "file", kWhole)), test::bytes_of("hourglass"));
}

TEST(Gzip, UnpacksContentOfAnySize) {
  for (const std::size_t size : {0UL, 1UL, 65535UL, 65536UL, 65537UL, 1'000'000UL}) {
    const Bytes content = noise_bytes(size);
    EXPECT_EQ(take(gunzip(gzip(content), "file", kWhole)), content) << size;
  }
  const Bytes zeros(5'000'000);
  EXPECT_EQ(take(gunzip(gzip(zeros), "file", kWhole)), zeros);
}

TEST(Gzip, RejectsEveryTruncation) {
  const Bytes whole = gzip(noise_bytes(100));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    expect_refused(gunzip(ByteSpan(whole).first(length), "cut.gz", kWhole),
                   "cut.gz: ", "cut short");
  }
}

TEST(Gzip, RejectsAWrongChecksum) {
  Bytes bytes = gzip(noise_bytes(100));
  bytes[bytes.size() - 8] ^= 1;
  expect_refused(gunzip(bytes, "bad.gz", kWhole), "bad.gz: ", "data check");
}

TEST(Gzip, RejectsAWrongLength) {
  Bytes bytes = gzip(noise_bytes(100));
  bytes[bytes.size() - 4] ^= 1;
  expect_refused(gunzip(bytes, "bad.gz", kWhole), "bad.gz: ", "length check");
}

TEST(Gzip, RejectsBytesThatAreNotGzip) {
  expect_refused(gunzip(noise_bytes(100), "noise", kWhole), "noise: ", "header check");
}

TEST(Gzip, RejectsBytesAfterTheContent) {
  Bytes bytes = gzip(noise_bytes(100));
  bytes.push_back(7);
  expect_refused(gunzip(bytes, "long.gz", kWhole), "long.gz: ", "found 1 more bytes");
}

TEST(Gzip, UnpacksSeveralMembersWithAndWithoutPadding) {
  const Bytes content = noise_bytes(70'000);
  for (const std::size_t padding : {0U, 1U, 512U}) {
    Bytes bytes;
    for (const std::size_t first : {0U, 1U, 65'000U}) {
      const std::size_t last = first == 0 ? 1 : first == 1 ? 65'000 : content.size();
      const Bytes member = gzip(Bytes(content.begin() + static_cast<std::ptrdiff_t>(first),
                                      content.begin() + static_cast<std::ptrdiff_t>(last)));
      bytes.insert(bytes.end(), member.begin(), member.end());
      bytes.resize(bytes.size() + padding);
    }
    EXPECT_EQ(take(gunzip(bytes, "file", kWhole)), content) << padding;
    bytes.insert(bytes.end(), {0x1f, 0x8b, 0x08});
    expect_refused(gunzip(bytes, "file", kWhole), "cut short");
  }
}

TEST(Gzip, UnpacksNoMoreThanTheCount) {
  constexpr std::size_t kSize = 1'000'000;
  const Bytes bomb = gzip(Bytes(kSize));
  EXPECT_LT(bomb.size(), 2000U);
  for (const std::size_t count :
       {std::size_t{0}, std::size_t{1}, kSize / 2, kSize - 1, kSize, kSize + 1}) {
    const Bytes content = take(gunzip(bomb, "bomb.gz", count));
    EXPECT_EQ(content, Bytes(std::min(count, kSize))) << count;
    EXPECT_LE(content.capacity(), 4 * std::max<std::size_t>(count, 1 << 16)) << count;
  }
  EXPECT_EQ(take(gunzip(gzip(noise_bytes(kSize)), "noise.gz", kSize)).size(), kSize);
  EXPECT_TRUE(take(gunzip(gzip({}), "empty.gz", 0)).empty());
}

TEST(Gzip, ChecksTheEndOfContentThatJustReachesTheCount) {
  Bytes bytes = gzip(noise_bytes(100));
  bytes[bytes.size() - 8] ^= 1;
  expect_refused(gunzip(bytes, "bad.gz", 100), "bad.gz: ", "data check");
  EXPECT_EQ(take(gunzip(bytes, "bad.gz", 99)), noise_bytes(99));
}

}  // namespace
}  // namespace hourglass::cli
