#include "core/data/idx.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace hourglass {
namespace {

constexpr std::uint32_t kImagesMagic = 0x0803;
constexpr std::uint32_t kColourImagesMagic = 0x0804;
constexpr std::uint32_t kLabelsMagic = 0x0801;
constexpr std::uint32_t kExtendedLabelsMagic = 0x0c02;  // QMNIST: a row of 32-bit numbers per image

std::uint32_t read_big_endian(ByteSpan bytes, std::size_t offset) {
  return std::uint32_t{bytes[offset]} << 24 | std::uint32_t{bytes[offset + 1]} << 16 |
         std::uint32_t{bytes[offset + 2]} << 8 | std::uint32_t{bytes[offset + 3]};
}

std::string hexadecimal(std::uint32_t value) {
  std::array<char, 11> text{};
  std::snprintf(text.data(), text.size(), "0x%08x", value);
  return text.data();
}

bool is_gzip(ByteSpan bytes) { return bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b; }

// Checks that the bytes start with a header of `magic` and kDimensions sizes, writes the sizes to
// `sizes` and returns the bytes of the elements, each kElementBytes long.
template <std::size_t kElementBytes = 1, std::size_t kDimensions>
Result<ByteSpan> parse_body(ByteSpan bytes, std::uint32_t magic, std::string_view name,
                            std::array<std::uint32_t, kDimensions>& sizes) {
  constexpr std::size_t kHeader = 4 + 4 * kDimensions;
  if (is_gzip(bytes)) {
    return fail(name, ": expected an IDX file with the magic number ", hexadecimal(magic),
                ", found gzip-compressed data; unpack it first");
  }
  if (bytes.size() < kHeader) {
    return fail(name, ": expected an IDX header of ", kHeader, " bytes, found ", bytes.size(),
                " bytes");
  }
  if (const std::uint32_t found = read_big_endian(bytes, 0); found != magic) {
    return fail(name, ": expected the IDX magic number ", hexadecimal(magic), ", found ",
                hexadecimal(found));
  }
  constexpr std::uint64_t kMost = std::uint64_t{1} << 40;  // an unchecked product could exceed 2^64
  const std::uint64_t found = bytes.size() - kHeader;
  std::uint64_t expected = kElementBytes;
  for (std::size_t dimension = 0; dimension < kDimensions; ++dimension) {
    sizes[dimension] = read_big_endian(bytes, 4 + 4 * dimension);
    if (sizes[dimension] != 0 && expected > kMost / sizes[dimension]) {
      return fail(name, ": the sizes in the IDX header multiply to over 2^40 bytes, but ", found,
                  " bytes follow it");
    }
    expected *= sizes[dimension];
  }
  if (expected != found) {
    return fail(name, ": expected ", expected, " bytes after the IDX header, found ", found,
                found < expected ? " (the file is cut short)" : " (trailing bytes)");
  }
  return bytes.subspan(kHeader);
}

// Returns the first number of each row, which is the class.
Result<Bytes> parse_extended_labels(ByteSpan bytes, std::string_view name) {
  std::array<std::uint32_t, 2> sizes{};
  const Result<ByteSpan> body = parse_body<4>(bytes, kExtendedLabelsMagic, name, sizes);
  if (!body) return std::unexpected(body.error());
  if (sizes[1] == 0) return fail(name, ": expected at least one number per label, found none");
  Bytes labels;
  for (std::size_t offset = 0; offset < body->size(); offset += 4 * std::size_t{sizes[1]}) {
    const std::uint32_t label = read_big_endian(*body, offset);
    if (label > 255) return fail(name, ": expected labels of 0 to 255, found ", label);
    labels.push_back(static_cast<std::uint8_t>(label));
  }
  return labels;
}

// The shape of images with the sizes (images, height, width, channels) of an IDX header.
Result<Shape> image_shape(const std::array<std::uint32_t, 4>& sizes, std::string_view name) {
  const auto [count, height, width, channels] = sizes;
  if (channels != 1 && channels != 3) {
    return fail(name, ": expected 1 or 3 channels, found ", channels);
  }
  const auto fits = [](std::uint32_t side) { return side >= 1 && side <= kLongestImageSide; };
  if (!fits(height) || !fits(width) || height * width * channels > kWidestLayer) {
    return fail(name, ": expected images of 1 to ", kLongestImageSide, " pixels a side and up to ",
                kWidestLayer, " numbers in all, found ", height, "×", width,
                channels == 1 ? "" : "×3");
  }
  return Shape{.channels = static_cast<int>(channels),
               .height = static_cast<int>(height),
               .width = static_cast<int>(width)};
}

// The images in the body of a file.
Result<Dataset> images_in(const SharedBytes& bytes, ByteSpan body, Shape shape,
                          std::string_view name) {
  if (body.empty()) return fail(name, ": expected at least one image, found none");
  return Dataset{.shape = shape, .pixels = bytes.subspan(bytes.size() - body.size(), body.size())};
}

// Sorts the interleaved colours of each image into one plane per channel.
Bytes planes_of(const Dataset& images) {
  const std::size_t channels = static_cast<std::size_t>(images.shape.channels);
  const std::size_t plane = images.shape.positions();
  Bytes planes(images.pixels.size());
  for (std::size_t first = 0; first < planes.size(); first += channels * plane) {
    for (std::size_t pixel = 0; pixel < plane; ++pixel) {
      for (std::size_t channel = 0; channel < channels; ++channel) {
        planes[first + channel * plane + pixel] = images.pixels[first + pixel * channels + channel];
      }
    }
  }
  return planes;
}

template <std::size_t kDimensions>
Result<Dataset> parse_images(const SharedBytes& bytes, std::uint32_t magic, std::string_view name) {
  std::array<std::uint32_t, kDimensions> sizes{};
  const Result<ByteSpan> body = parse_body(bytes, magic, name, sizes);
  if (!body) return std::unexpected(body.error());
  std::array<std::uint32_t, 4> all{0, 0, 0, 1};
  std::ranges::copy(sizes, all.begin());
  const Result<Shape> shape = image_shape(all, name);
  if (!shape) return std::unexpected(shape.error());
  Result<Dataset> images = images_in(bytes, *body, *shape, name);
  if (images && shape->channels > 1) images->pixels = planes_of(*images);
  return images;
}

}  // namespace

std::optional<std::uint64_t> idx_file_size(ByteSpan head) {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 40;
  if (head.size() < 4) return std::nullopt;
  const std::uint32_t magic = read_big_endian(head, 0);
  if (magic != kImagesMagic && magic != kColourImagesMagic && magic != kLabelsMagic &&
      magic != kExtendedLabelsMagic) {
    return std::nullopt;
  }
  const std::size_t header = 4 + 4 * std::size_t{magic & 0xff};
  if (head.size() < header) return std::nullopt;
  std::uint64_t size = magic == kExtendedLabelsMagic ? 4 : 1;
  for (std::size_t offset = 4; offset < header; offset += 4) {
    const std::uint64_t extent = read_big_endian(head, offset);
    size = extent > kMost / std::max(size, std::uint64_t{1}) ? kMost : size * extent;
  }
  return header + size;
}

Bytes idx_header(std::span<const std::uint32_t> sizes) {
  constexpr std::uint8_t kUnsignedByte = 8;
  Bytes header{0, 0, kUnsignedByte, static_cast<std::uint8_t>(sizes.size())};
  for (const std::uint32_t size : sizes) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      header.push_back(static_cast<std::uint8_t>(size >> shift));
    }
  }
  return header;
}

Result<Dataset> parse_idx_images(const SharedBytes& bytes, std::string_view name) {
  const bool has_channels = bytes.size() >= 4 && read_big_endian(bytes, 0) == kColourImagesMagic;
  return has_channels ? parse_images<4>(bytes, kColourImagesMagic, name)
                      : parse_images<3>(bytes, kImagesMagic, name);
}

Result<Dataset> parse_idx_digits(const SharedBytes& bytes, std::string_view name) {
  std::array<std::uint32_t, 3> sizes{};
  const Result<ByteSpan> body = parse_body(bytes, kImagesMagic, name, sizes);
  if (!body) return std::unexpected(body.error());
  if (sizes[1] != kImageSide || sizes[2] != kImageSide) {
    return fail(name, ": expected images of 28×28 pixels, found ", sizes[1], "×", sizes[2]);
  }
  return images_in(bytes, *body, kDigitShape, name);
}

std::optional<Shape> idx_image_shape(ByteSpan head) {
  if (head.size() < 4) return std::nullopt;
  const std::uint32_t magic = read_big_endian(head, 0);
  const std::size_t dimensions = magic & 0xff;
  if ((magic != kImagesMagic && magic != kColourImagesMagic) || head.size() < 4 + 4 * dimensions) {
    return std::nullopt;
  }
  std::array<std::uint32_t, 4> sizes{0, 0, 0, 1};
  for (std::size_t dimension = 0; dimension < dimensions; ++dimension) {
    sizes[dimension] = read_big_endian(head, 4 + 4 * dimension);
  }
  const Result<Shape> shape = image_shape(sizes, "");
  return shape ? std::optional(*shape) : std::nullopt;
}

Result<Bytes> parse_idx_labels(ByteSpan bytes, std::string_view name) {
  if (bytes.size() >= 4 && read_big_endian(bytes, 0) == kExtendedLabelsMagic) {
    return parse_extended_labels(bytes, name);
  }
  std::array<std::uint32_t, 1> sizes{};
  const Result<ByteSpan> body = parse_body(bytes, kLabelsMagic, name, sizes);
  if (!body) return std::unexpected(body.error());
  return Bytes(body->begin(), body->end());
}

}  // namespace hourglass
