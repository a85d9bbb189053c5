#include "native_cli/drawing/exif.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace hourglass::cli {
namespace {

constexpr int kUpright = 1;
constexpr std::string_view kExifPrefix("Exif\0\0", 6);

bool starts_with(ByteSpan bytes, std::string_view prefix) {
  return std::ranges::equal(bytes.first(std::min(bytes.size(), prefix.size())), prefix);
}

// Reads an unsigned integer of `size` bytes; nullopt if the bytes end before it does.
std::optional<std::size_t> read_number(ByteSpan bytes, std::size_t offset, std::size_t size,
                                       bool is_little_endian) {
  if (offset > bytes.size() || bytes.size() - offset < size) return std::nullopt;
  std::size_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    value = value << 8 | bytes[offset + (is_little_endian ? size - 1 - i : i)];
  }
  return value;
}

// The content of the first chunk of this type; empty if there is none.
ByteSpan find_chunk(ByteSpan png, std::string_view type) {
  constexpr std::size_t kSignature = 8;
  constexpr std::size_t kChunkOverhead = 12;  // length, type and checksum
  for (std::size_t at = kSignature;;) {
    const auto length = read_number(png, at, 4, false);
    if (!length || png.size() - at < kChunkOverhead || *length > png.size() - at - kChunkOverhead) {
      return {};
    }
    if (std::ranges::equal(png.subspan(at + 4, 4), type)) return png.subspan(at + 8, *length);
    at += kChunkOverhead + *length;
  }
}

// The content of the first Exif segment before the compressed image; empty if there is none.
ByteSpan find_segment(ByteSpan jpeg) {
  constexpr std::uint8_t kApp1 = 0xe1;
  constexpr std::uint8_t kStartOfScan = 0xda;
  for (std::size_t at = 2;;) {
    const auto length = read_number(jpeg, at + 2, 2, false);
    if (!length || *length < 2 || *length > jpeg.size() - at - 2 || jpeg[at] != 0xff ||
        jpeg[at + 1] == kStartOfScan) {
      return {};
    }
    const ByteSpan content = jpeg.subspan(at + 4, *length - 2);
    if (jpeg[at + 1] == kApp1 && starts_with(content, kExifPrefix)) return content;
    at += 2 + *length;
  }
}

// The orientation in the first directory of a TIFF block; nullopt if there is none.
std::optional<std::size_t> find_orientation(ByteSpan tiff) {
  constexpr std::size_t kOrientation = 0x0112;
  constexpr std::size_t kEntry = 12;
  constexpr std::size_t kLong = 4;  // TIFF's code for a 4-byte integer
  // JPEG files have this before the block, and some programs leave it in place in a PNG.
  if (starts_with(tiff, kExifPrefix)) tiff = tiff.subspan(kExifPrefix.size());
  const bool is_little_endian = !tiff.empty() && tiff[0] == 'I';
  const auto directory = read_number(tiff, 4, 4, is_little_endian);
  if (!directory) return std::nullopt;
  const auto entries = read_number(tiff, *directory, 2, is_little_endian);
  for (std::size_t i = 0; entries && i < *entries; ++i) {
    const std::size_t entry = *directory + 2 + i * kEntry;
    const auto tag = read_number(tiff, entry, 2, is_little_endian);
    if (!tag) return std::nullopt;
    if (*tag != kOrientation) continue;
    const bool is_long = read_number(tiff, entry + 2, 2, is_little_endian) == kLong;
    return read_number(tiff, entry + 8, is_long ? 4 : 2, is_little_endian);
  }
  return std::nullopt;
}

}  // namespace

int exif_orientation(ByteSpan picture) {
  const bool is_jpeg = picture.size() >= 2 && picture[0] == 0xff && picture[1] == 0xd8;
  const auto found =
      find_orientation(is_jpeg ? find_segment(picture) : find_chunk(picture, "eXIf"));
  return found && *found >= 1 && *found <= 8 ? static_cast<int>(*found) : kUpright;
}

}  // namespace hourglass::cli
