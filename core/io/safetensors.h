// The safetensors file format (Hugging Face): a 64-bit little-endian header length, a JSON header
// that maps each tensor's name to dtype, shape and byte range, then the tensors' bytes without
// gaps. https://github.com/huggingface/safetensors. Knows nothing of models.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace hourglass {

enum class Dtype : std::uint8_t { kF16, kBf16, kF32, kF64, kI64, kU64 };

// Bytes of one element.
std::size_t size_of(Dtype dtype);

// "F32" and so on, as in the header.
std::string_view to_string(Dtype dtype);

struct TensorView {
  Dtype dtype;
  std::vector<std::int64_t> shape;
  ByteSpan bytes;  // little-endian, row-major
};

// A parsed file; the views point into the bytes that were parsed.
struct Safetensors {
  std::map<std::string, std::string> metadata;
  std::map<std::string, TensorView> tensors;
};

// Refused, with `name` in the message: a header length that does not fit the file, a header that is
// no JSON object of tensors, an unknown dtype, a range that is out of bounds, overlaps another,
// leaves a gap, or does not hold the shape.
Result<Safetensors> parse_safetensors(ByteSpan bytes, std::string_view name);

// The file of these tensors, wide element types first so that all are aligned. Equal input gives
// equal bytes.
Bytes write_safetensors(const Safetensors& content);

}  // namespace hourglass
