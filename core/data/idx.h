// IDX, the file format of MNIST: a big-endian magic number (0x0803 grey images, 0x0801 labels), one
// 32-bit size per dimension, then one byte per element (LeCun, Cortes and Burges,
// http://yann.lecun.com/exdb/mnist). The published files are gzip-compressed; callers unpack them.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/result.h"
#include "core/data/dataset.h"

namespace hourglass {

// The longest header of the files below, in bytes.
inline constexpr std::size_t kMostIdxHeader = 20;

// Reads the header at the start of `head` and returns the size in bytes that it implies for the
// whole file. Returns nothing if `head` does not start with the header of an images or labels file.
std::optional<std::uint64_t> idx_file_size(ByteSpan head);

// The header of a file of bytes with these sizes: (images, rows, columns), (images, rows, columns,
// channels) or (labels).
Bytes idx_header(std::span<const std::uint32_t> sizes);

// Parses a file of grey images (3 dimensions: images, height, width) or of colour images (4:
// images, height, width, channels). The result has no labels. Grey pixels share the memory of
// `bytes`; colours, which are interleaved in the file, are sorted into one plane per channel.
// Returns an error that names the file if the magic number differs, an image is empty or too large
// (see shape.h), has neither 1 nor 3 channels, there are no images, the length does not match the
// header, or the data are gzip-compressed.
Result<Dataset> parse_idx_images(const SharedBytes& bytes, std::string_view name);

// The same for grey images of 28×28 pixels only, such as MNIST's; other sizes are an error.
Result<Dataset> parse_idx_digits(const SharedBytes& bytes, std::string_view name);

// The shape of the images in a file that starts with `head`; nothing if that is not the header of
// an images file that parse_idx_images can read.
std::optional<Shape> idx_image_shape(ByteSpan head);

// Parses a labels file: one label (0…255) per image. QMNIST's extended labels (magic number 0x0c02)
// have eight 32-bit numbers per image; only the first one, the class, is read.
Result<Bytes> parse_idx_labels(ByteSpan bytes, std::string_view name);

}  // namespace hourglass
