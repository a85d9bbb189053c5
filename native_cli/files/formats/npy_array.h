// The arrays of NumPy's .npy files, of any number of dimensions
// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace hourglass::cli {

struct NumberType {
  enum class Kind : std::uint8_t { kFloat, kSigned, kUnsigned };
  Kind kind = Kind::kFloat;
  std::size_t bytes = 4;
  bool is_big_endian = false;
};

struct NpyArray {
  std::vector<std::size_t> shape;
  NumberType type{};
  bool is_fortran = false;  // the first index varies fastest, not the last
  std::string dtype;        // as in the file
  ByteSpan numbers;         // in the file's bytes, which must outlive the array

  // How many numbers lie between neighbours along each dimension.
  std::vector<std::size_t> strides() const;

  // The number at a position in the file's order. int64 and uint64 are rounded to double.
  double at(std::size_t position) const;
};

// Finds the array in a file that NumPy wrote in Python 2 or 3: floats of 2, 4 or 8 bytes, whole
// numbers of 1 to 8 bytes or booleans, in either byte order. Like NumPy, it ignores bytes after the
// array. Returns an error, with `name` in the message, for other types and for a truncated file.
Result<NpyArray> parse_npy_array(ByteSpan bytes, std::string_view name);

// Whether the bytes start like a .npy file.
bool is_npy(ByteSpan bytes);

// "60000×28×28".
std::string shape_text(const std::vector<std::size_t>& shape);

}  // namespace hourglass::cli
