// NumPy's .npy files (format 1.0,
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): tables of numbers in C
// order, and nothing else of what the format can hold.
#pragma once

#include <vector>

#include "core/base/result.h"

namespace hourglass::cli {

struct NumberTable {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<float> values;  // row after row
};

// As float32.
Bytes to_npy(const NumberTable& table);

// float32 or float64 in C order; an array of one dimension is one row. Refused, with `name` in the
// message: every other array, a length that does not fit the shape, numbers that are not finite.
Result<NumberTable> parse_npy(ByteSpan bytes, std::string_view name);

}  // namespace hourglass::cli
