// NumPy's .npy files (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html),
// limited to tables of numbers.
#pragma once

#include <vector>

#include "core/base/result.h"

namespace hourglass::cli {

struct NumberTable {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<float> values;  // row after row
};

// Writes the table as float32, in C order and format 1.0.
Bytes to_npy(const NumberTable& table);

// Reads float16, float32 or float64 in either byte order, in C or Fortran order, as NumPy writes
// them in Python 2 or 3. A one-dimensional array is a single row. Like NumPy, it ignores bytes
// after the array. Returns an error, with `name` in the message, for any other array, for a
// truncated file, and for numbers that are not finite in float32.
Result<NumberTable> parse_npy(ByteSpan bytes, std::string_view name);

}  // namespace hourglass::cli
