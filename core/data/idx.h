// IDX, the file format of MNIST: a big-endian magic number (0x0803 images, 0x0801 labels), one
// 32-bit size per dimension, then one byte per element (LeCun, Cortes and Burges,
// http://yann.lecun.com/exdb/mnist). The published files are gzip-compressed; callers unpack them
// first.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/result.h"
#include "core/data/dataset.h"

namespace hourglass {

// The longest header of the files below, in bytes.
inline constexpr std::size_t kMostIdxHeader = 16;

// The size of a file in bytes according to its header, which `head` begins with, or nothing if the
// header is not one of an images or labels file.
std::optional<std::uint64_t> idx_file_size(ByteSpan head);

// Images of 28×28 from the bytes of an images file, whose memory they share; labels stay empty.
// Returns an error that names the file if it has another magic number, another image size, no
// images, a length that does not fit its header, or is gzip-compressed.
Result<Dataset> parse_idx_images(const SharedBytes& bytes, std::string_view name);

// One label (0…255) per image from the bytes of a labels file. QMNIST's extended labels, magic
// number 0x0c02, are eight 32-bit numbers per image, of which the first is the class; it is read.
Result<Bytes> parse_idx_labels(ByteSpan bytes, std::string_view name);

}  // namespace hourglass
