#include "native_cli/files/npy.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>

namespace hourglass::cli {
namespace {

static_assert(std::endian::native == std::endian::little,
              "numbers in memory must be little-endian");

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kVersionEnd = 8;  // magic and two version bytes
constexpr std::size_t kAlignment = 64;  // of the first number's offset in the file

// The text after "'key':" in the header, a Python dictionary; nullopt if the key is missing.
std::optional<std::string_view> value_of_key(std::string_view header, std::string_view key) {
  for (const char quote : {'\'', '"'}) {
    const std::string quoted = concat(quote, key, quote);
    std::size_t at = header.find(quoted);
    if (at == std::string_view::npos) continue;
    at = header.find_first_not_of(" \t\r\n:", at + quoted.size());
    if (at != std::string_view::npos) return header.substr(at);
  }
  return std::nullopt;
}

// The string literal at the start of the value, without quotes; nullopt if there is none.
std::optional<std::string_view> parse_text(std::string_view value) {
  if (value.empty() || (value.front() != '\'' && value.front() != '"')) return std::nullopt;
  const std::size_t end = value.find(value.front(), 1);
  if (end == std::string_view::npos) return std::nullopt;
  return value.substr(1, end - 1);
}

// The extents in "(10, 32)" or "(32,)", and in Python 2's "(10L, 32L)"; nullopt if the text is not
// such a tuple.
std::optional<std::vector<std::size_t>> parse_shape(std::string_view text) {
  const std::size_t end = text.find(')');
  if (!text.starts_with('(') || end == std::string_view::npos) return std::nullopt;
  text = text.substr(1, end - 1);
  std::vector<std::size_t> shape;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n,"), text.size()));
    if (text.empty()) return shape;
    std::size_t extent = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), extent);
    if (error != std::errc()) return std::nullopt;
    shape.push_back(extent);
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
    if (text.starts_with('L')) text.remove_prefix(1);
  }
}

struct NumberType {
  std::size_t bytes = 4;
  bool is_big_endian = false;
};

// The type of a dtype that NumPy reads as float32 or float64; nullopt for any other.
std::optional<NumberType> parse_dtype(std::string_view dtype) {
  const bool is_big_endian = dtype.starts_with('>');
  const bool has_order = !dtype.empty() && std::string_view("<>=|").contains(dtype.front());
  if (has_order) dtype.remove_prefix(1);
  const auto is_one_of = [&dtype](std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, dtype) != names.end();
  };
  if (is_one_of({"f4", "f", "float32", "single"})) return NumberType{4, is_big_endian};
  if (is_one_of({"f8", "d", "float64", "double", "float"})) return NumberType{8, is_big_endian};
  return std::nullopt;
}

struct ArrayLayout {
  std::size_t rows = 0;
  std::size_t columns = 0;
  NumberType type{};
  bool is_fortran = false;  // column-major
};

Result<ArrayLayout> parse_header(std::string_view header, std::string_view name) {
  const auto dtype_text = value_of_key(header, "descr");
  const auto order = value_of_key(header, "fortran_order");
  const auto shape_text = value_of_key(header, "shape");
  const auto shape = shape_text ? parse_shape(*shape_text) : std::nullopt;
  if (!dtype_text || !order || !shape) {
    return fail(
        name, ": expected descr, fortran_order and shape in the .npy header, found another header");
  }
  const auto dtype = parse_text(*dtype_text);
  const auto type = dtype ? parse_dtype(*dtype) : std::nullopt;
  if (!type) {
    return fail(name, ": expected float32 or float64 numbers, found dtype ",
                dtype ? *dtype : dtype_text->substr(0, dtype_text->find(']')));
  }
  if (shape->empty() || shape->size() > 2) {
    return fail(name, ": expected an array of 2 dimensions, found ", shape->size());
  }
  return ArrayLayout{.rows = shape->size() == 2 ? shape->front() : 1,
                     .columns = shape->back(),
                     .type = *type,
                     .is_fortran = shape->size() == 2 && order->starts_with("True")};
}

template <class Stored, class Bits>
float read_number(const std::uint8_t* bytes, bool is_big_endian) {
  Bits bits;
  std::memcpy(&bits, bytes, sizeof(bits));
  return static_cast<float>(std::bit_cast<Stored>(is_big_endian ? std::byteswap(bits) : bits));
}

// The numbers row by row, whatever their order in the file.
std::vector<float> read_numbers(ByteSpan bytes, const ArrayLayout& layout) {
  std::vector<float> values;
  values.reserve(layout.rows * layout.columns);
  const std::size_t rows = layout.columns == 0 ? 0 : layout.rows;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < layout.columns; ++column) {
      const std::size_t index =
          layout.is_fortran ? column * layout.rows + row : row * layout.columns + column;
      const std::uint8_t* const number = bytes.data() + index * layout.type.bytes;
      values.push_back(layout.type.bytes == 8
                           ? read_number<double, std::uint64_t>(number, layout.type.is_big_endian)
                           : read_number<float, std::uint32_t>(number, layout.type.is_big_endian));
    }
  }
  return values;
}

// The header's text and the offset of the numbers; nullopt if the bytes are not a .npy file.
std::optional<std::pair<std::string_view, std::size_t>> find_header(ByteSpan bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (!text.starts_with(kMagic) || text.size() < kVersionEnd + 4) return std::nullopt;
  // Version 1 counts the header's length in two bytes, later ones in four.
  const std::size_t length_bytes = bytes[kMagic.size()] == 1 ? 2 : 4;
  std::size_t length = 0;
  for (std::size_t i = length_bytes; i-- > 0;) length = length << 8 | bytes[kVersionEnd + i];
  const std::size_t begin = kVersionEnd + length_bytes;
  if (length > bytes.size() - begin) return std::nullopt;
  return std::pair{text.substr(begin, length), begin + length};
}

}  // namespace

Bytes to_npy(const NumberTable& table) {
  std::string header = concat("{'descr': '<f4', 'fortran_order': False, 'shape': (", table.rows,
                              ", ", table.columns, "), }");
  const std::size_t prefix = kVersionEnd + 2;
  header.append(kAlignment - 1 - (prefix + header.size()) % kAlignment, ' ');
  header += '\n';
  std::string text(kMagic);
  text += {'\x01', '\x00', static_cast<char>(header.size() & 0xff),
           static_cast<char>(header.size() >> 8)};
  text += header;
  Bytes bytes(text.begin(), text.end());
  const auto* const numbers = reinterpret_cast<const std::uint8_t*>(table.values.data());
  bytes.insert(bytes.end(), numbers, numbers + table.values.size() * sizeof(float));
  return bytes;
}

Result<NumberTable> parse_npy(ByteSpan bytes, std::string_view name) {
  const auto header = find_header(bytes);
  if (!header) return fail(name, ": expected a NumPy .npy file, found another kind of file");
  const Result<ArrayLayout> layout = parse_header(header->first, name);
  if (!layout) return std::unexpected(layout.error());
  const ByteSpan body = bytes.subspan(header->second);
  const std::size_t numbers = body.size() / layout->type.bytes;
  // Dividing is safe; multiplying the extents of a bogus shape might overflow.
  const bool is_whole =
      layout->rows == 0 || layout->columns == 0 || numbers / layout->columns >= layout->rows;
  if (!is_whole) {
    return fail(name, ": expected ", layout->rows, "×", layout->columns, " numbers of ",
                layout->type.bytes, " bytes, found ", body.size(), " bytes");
  }
  NumberTable table{
      .rows = layout->rows, .columns = layout->columns, .values = read_numbers(body, *layout)};
  const bool finite =
      std::ranges::all_of(table.values, [](float value) { return std::isfinite(value); });
  if (!finite) return fail(name, ": expected finite float32 numbers, found NaN or infinity");
  return table;
}

}  // namespace hourglass::cli
