// IDX, the file format of MNIST: a big-endian magic number (0x0803 images, 0x0801 labels), one
// 32-bit size per dimension, then one byte per element (LeCun, Cortes and Burges,
// http://yann.lecun.com/exdb/mnist). The published files are gzip-compressed; callers unpack them.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/result.h"
#include "core/data/dataset.h"

namespace hourglass {

// The longest header of the files below, in bytes.
inline constexpr std::size_t kMostIdxHeader = 16;

// Reads the header at the start of `head` and returns the size in bytes that it implies for the
// whole file. Returns nothing if `head` does not start with the header of an images or labels file.
std::optional<std::uint64_t> idx_file_size(ByteSpan head);

// The header of a file of bytes with these sizes: (images, rows, columns), (images, rows, columns,
// channels) or (labels).
Bytes idx_header(std::span<const std::uint32_t> sizes);

// Parses a file of 28×28 images. The result shares the memory of `bytes` and has no labels. Returns
// an error that names the file if the magic number or the image size differs, there are no images,
// the length does not match the header, or the data are gzip-compressed.
Result<Dataset> parse_idx_images(const SharedBytes& bytes, std::string_view name);

// Parses a labels file: one label (0…255) per image. QMNIST's extended labels (magic number 0x0c02)
// have eight 32-bit numbers per image; only the first one, the class, is read.
Result<Bytes> parse_idx_labels(ByteSpan bytes, std::string_view name);

}  // namespace hourglass
