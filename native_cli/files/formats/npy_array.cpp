#include "native_cli/files/formats/npy_array.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <optional>
#include <string_view>

#include "core/base/scalar.h"

namespace hourglass::cli {
namespace {

static_assert(std::endian::native == std::endian::little,
              "numbers in memory must be little-endian");

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kVersionEnd = 8;  // magic and two version bytes

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

// The type of a dtype; nullopt if it is none of those that are read.
std::optional<NumberType> parse_dtype(std::string_view dtype) {
  using Kind = NumberType::Kind;
  struct Named {
    std::string_view name;
    Kind kind;
    std::size_t bytes;
  };
  // Python 2 wrote some types by their names.
  constexpr std::array kTypes{Named{"f2", Kind::kFloat, 2},      Named{"float16", Kind::kFloat, 2},
                              Named{"f4", Kind::kFloat, 4},      Named{"f", Kind::kFloat, 4},
                              Named{"float32", Kind::kFloat, 4}, Named{"single", Kind::kFloat, 4},
                              Named{"f8", Kind::kFloat, 8},      Named{"d", Kind::kFloat, 8},
                              Named{"float64", Kind::kFloat, 8}, Named{"double", Kind::kFloat, 8},
                              Named{"float", Kind::kFloat, 8},   Named{"b1", Kind::kUnsigned, 1},
                              Named{"u1", Kind::kUnsigned, 1},   Named{"uint8", Kind::kUnsigned, 1},
                              Named{"u2", Kind::kUnsigned, 2},   Named{"u4", Kind::kUnsigned, 4},
                              Named{"u8", Kind::kUnsigned, 8},   Named{"i1", Kind::kSigned, 1},
                              Named{"i2", Kind::kSigned, 2},     Named{"i4", Kind::kSigned, 4},
                              Named{"i8", Kind::kSigned, 8}};
  const bool is_big_endian = dtype.starts_with('>');
  const bool has_order = !dtype.empty() && std::string_view("<>=|").contains(dtype.front());
  if (has_order) dtype.remove_prefix(1);
  const auto type = std::ranges::find(kTypes, dtype, &Named::name);
  if (type == kTypes.end()) return std::nullopt;
  return NumberType{type->kind, type->bytes, is_big_endian};
}

template <class Stored, class Bits>
double read_number(const std::uint8_t* bytes, bool is_big_endian) {
  Bits bits;
  std::memcpy(&bits, bytes, sizeof(bits));
  return static_cast<double>(std::bit_cast<Stored>(is_big_endian ? std::byteswap(bits) : bits));
}

template <class Signed, class Bits>
double read_whole(const std::uint8_t* bytes, const NumberType& type) {
  return type.kind == NumberType::Kind::kSigned
             ? read_number<Signed, Bits>(bytes, type.is_big_endian)
             : read_number<Bits, Bits>(bytes, type.is_big_endian);
}

Result<NpyArray> parse_header(std::string_view header, std::string_view name) {
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
    return fail(name, ": expected whole numbers, float16, float32 or float64, found dtype ",
                dtype ? *dtype : dtype_text->substr(0, dtype_text->find(']')));
  }
  return NpyArray{.shape = *shape,
                  .type = *type,
                  .is_fortran = order->starts_with("True"),
                  .dtype = std::string(*dtype),
                  .numbers = {}};
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

// The number of bytes that the array takes, or more than `most` if that is exceeded.
std::size_t bytes_of(const NpyArray& array, std::size_t most) {
  if (std::ranges::find(array.shape, std::size_t{0}) != array.shape.end()) return 0;
  std::size_t bytes = array.type.bytes;
  for (const std::size_t extent : array.shape) {
    // Dividing is safe; multiplying the extents of a bogus shape might overflow.
    if (extent > most / bytes) return most + 1;
    bytes *= extent;
  }
  return bytes;
}

}  // namespace

std::vector<std::size_t> NpyArray::strides() const {
  std::vector<std::size_t> result(shape.size());
  std::size_t stride = 1;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const std::size_t dimension = is_fortran ? i : shape.size() - 1 - i;
    result[dimension] = stride;
    stride *= shape[dimension];
  }
  return result;
}

double NpyArray::at(std::size_t position) const {
  const std::uint8_t* const bytes = numbers.data() + position * type.bytes;
  const bool is_float = type.kind == NumberType::Kind::kFloat;
  switch (type.bytes) {
    case 1:
      return read_whole<std::int8_t, std::uint8_t>(bytes, type);
    case 2:
      return is_float ? read_number<Eigen::half, std::uint16_t>(bytes, type.is_big_endian)
                      : read_whole<std::int16_t, std::uint16_t>(bytes, type);
    case 4:
      return is_float ? read_number<float, std::uint32_t>(bytes, type.is_big_endian)
                      : read_whole<std::int32_t, std::uint32_t>(bytes, type);
    default:
      return is_float ? read_number<double, std::uint64_t>(bytes, type.is_big_endian)
                      : read_whole<std::int64_t, std::uint64_t>(bytes, type);
  }
}

Result<NpyArray> parse_npy_array(ByteSpan bytes, std::string_view name) {
  const auto header = find_header(bytes);
  if (!header) return fail(name, ": expected a NumPy .npy file, found another kind of file");
  Result<NpyArray> array = parse_header(header->first, name);
  if (!array) return array;
  const ByteSpan body = bytes.subspan(header->second);
  const std::size_t size = bytes_of(*array, body.size());
  if (size > body.size()) {
    return fail(name, ": expected ", shape_text(array->shape), " numbers of ", array->type.bytes,
                " bytes, found ", body.size(), " bytes");
  }
  array->numbers = body.first(size);
  return array;
}

bool is_npy(ByteSpan bytes) {
  return bytes.size() >= kMagic.size() &&
         std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) == 0;
}

std::string shape_text(const std::vector<std::size_t>& shape) {
  std::string text;
  for (const std::size_t extent : shape) text += concat(text.empty() ? "" : "×", extent);
  return text;
}

}  // namespace hourglass::cli
