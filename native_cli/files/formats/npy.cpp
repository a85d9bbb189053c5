#include "native_cli/files/formats/npy.h"

#include <algorithm>
#include <cmath>

#include "native_cli/files/formats/npy_array.h"

namespace hourglass::cli {
namespace {

constexpr std::string_view kStart("\x93NUMPY\x01\x00", 8);  // magic and version 1.0
constexpr std::size_t kAlignment = 64;                      // of the first number's offset

}  // namespace

Bytes to_npy(const NumberTable& table) {
  std::string header = concat("{'descr': '<f4', 'fortran_order': False, 'shape': (", table.rows,
                              ", ", table.columns, "), }");
  const std::size_t prefix = kStart.size() + 2;
  header.append(kAlignment - 1 - (prefix + header.size()) % kAlignment, ' ');
  header += '\n';
  std::string text(kStart);
  text += {static_cast<char>(header.size() & 0xff), static_cast<char>(header.size() >> 8)};
  text += header;
  Bytes bytes(text.begin(), text.end());
  const auto* const numbers = reinterpret_cast<const std::uint8_t*>(table.values.data());
  bytes.insert(bytes.end(), numbers, numbers + table.values.size() * sizeof(float));
  return bytes;
}

Result<NumberTable> parse_npy(ByteSpan bytes, std::string_view name) {
  const Result<NpyArray> array = parse_npy_array(bytes, name);
  if (!array) return std::unexpected(array.error());
  if (array->type.kind != NumberType::Kind::kFloat) {
    return fail(name, ": expected float16, float32 or float64 numbers, found dtype ", array->dtype);
  }
  const std::vector<std::size_t>& shape = array->shape;
  if (shape.empty() || shape.size() > 2) {
    return fail(name, ": expected an array of 2 dimensions, found ", shape.size());
  }
  NumberTable table{
      .rows = shape.size() == 2 ? shape.front() : 1, .columns = shape.back(), .values = {}};
  const std::vector<std::size_t> strides = array->strides();
  const std::size_t row_stride = shape.size() == 2 ? strides.front() : 0;
  const std::size_t rows = table.columns == 0 ? 0 : table.rows;
  table.values.reserve(rows * table.columns);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < table.columns; ++column) {
      const std::size_t position = row * row_stride + column * strides.back();
      table.values.push_back(static_cast<float>(array->at(position)));
    }
  }
  const bool finite =
      std::ranges::all_of(table.values, [](float value) { return std::isfinite(value); });
  if (!finite) return fail(name, ": expected finite float32 numbers, found NaN or infinity");
  return table;
}

}  // namespace hourglass::cli
