// NumPy's .npy files (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html):
// tables of numbers, and nothing else of what the format can hold.
#pragma once

#include <vector>

#include "core/base/result.h"

namespace hourglass::cli {

struct NumberTable {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<float> values;  // row after row
};

// As float32, in C order and format 1.0.
Bytes to_npy(const NumberTable& table);

// float32 or float64 in either byte order, C or Fortran order, as NumPy of Python 2 or 3 writes
// them; an array of one dimension is one row. Like NumPy, ignores bytes after the array. Returns
// an error, with `name` in the message, for every other array, one that is cut short, and numbers
// that are not finite in float32.
Result<NumberTable> parse_npy(ByteSpan bytes, std::string_view name);

}  // namespace hourglass::cli
