// The safetensors file format (Hugging Face): a 64-bit little-endian header length, a JSON header
// that maps each tensor's name to dtype, shape and byte range, then the tensors' bytes without
// gaps. https://github.com/huggingface/safetensors. This file knows nothing of models.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/scalar.h"

namespace hourglass {

enum class Dtype : std::uint8_t { kI8, kF16, kBf16, kF32, kF64, kI64, kU64 };

// The size of one element in bytes.
std::size_t size_of(Dtype dtype);

// "F32" and so on, as in the header.
std::string_view to_string(Dtype dtype);

struct TensorView {
  Dtype dtype;
  std::vector<std::int64_t> shape;
  ByteSpan bytes;  // little-endian, row-major
};

// A parsed file; its views point into the parsed bytes.
struct Safetensors {
  std::map<std::string, std::string> metadata;
  std::map<std::string, TensorView> tensors;
};

// Returns an error that starts with `name` if the header length does not fit the file, the header
// is not a JSON object of tensors, a dtype is unknown, or a byte range is out of bounds, overlaps
// another, leaves a gap or does not match the shape.
Result<Safetensors> parse_safetensors(ByteSpan bytes, std::string_view name);

// Returns a file with these tensors, widest element types first so that all are aligned. Equal
// input gives equal bytes.
Bytes write_safetensors(const Safetensors& content);

// The number at this index.
template <class Number>
Number read_number(ByteSpan bytes, std::size_t index) {
  Number value;
  std::memcpy(&value, bytes.data() + index * sizeof(Number), sizeof(Number));
  return value;
}

template <class Number>
bool all_finite(std::span<const Number> values) {
  return std::ranges::all_of(values, [](Number value) { return Eigen::numext::isfinite(value); });
}

// Reads a tensor's numbers, as many as `values` has room for. Returns an error that starts with
// `where` if they are integers, or if one is NaN or infinite.
Result<void> read_numbers(const TensorView& tensor, std::string_view where,
                          std::span<Scalar> values);

}  // namespace hourglass
