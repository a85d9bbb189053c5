#include "core/io/safetensors.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "core/io/json.h"

namespace hourglass {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kAlignment = 8;
constexpr std::size_t kLongestHeader = 100'000'000;  // the format's own limit
constexpr std::int64_t kMostElements = std::int64_t{1} << 40;
constexpr const char* kMetadataKey = "__metadata__";

struct DtypeInfo {
  Dtype dtype;
  std::string_view name;
  std::size_t size;
};

constexpr std::array<DtypeInfo, 7> kDtypes{{{Dtype::kI8, "I8", 1},
                                            {Dtype::kF16, "F16", 2},
                                            {Dtype::kBf16, "BF16", 2},
                                            {Dtype::kF32, "F32", 4},
                                            {Dtype::kF64, "F64", 8},
                                            {Dtype::kI64, "I64", 8},
                                            {Dtype::kU64, "U64", 8}}};

const DtypeInfo& info(Dtype dtype) { return *std::ranges::find(kDtypes, dtype, &DtypeInfo::dtype); }

std::uint64_t read_little_endian(ByteSpan bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = kLengthBytes; i-- > 0;) value = value << 8 | bytes[i];
  return value;
}

std::optional<std::vector<std::int64_t>> integers(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array()) return std::nullopt;
  std::vector<std::int64_t> values;
  for (const Json& item : *found) {
    if (!item.is_number_integer()) return std::nullopt;
    values.push_back(item.get<std::int64_t>());
    if (values.back() < 0) return std::nullopt;
  }
  return values;
}

std::optional<std::int64_t> element_count(const std::vector<std::int64_t>& shape) {
  std::int64_t count = 1;
  for (const std::int64_t extent : shape) {
    if (extent != 0 && count > kMostElements / extent) return std::nullopt;
    count *= extent;
  }
  return count;
}

Result<TensorView> parse_tensor(const Json& entry, ByteSpan data, std::string_view where) {
  if (!entry.is_object())
    return fail(where, ": expected a JSON object with dtype, shape, data_offsets");
  const auto dtype = entry.find("dtype");
  const std::string dtype_name =
      dtype != entry.end() && dtype->is_string() ? dtype->get<std::string>() : "nothing";
  const auto* const known = std::ranges::find(kDtypes, dtype_name, &DtypeInfo::name);
  if (known == kDtypes.end()) {
    return fail(where, ": expected dtype I8, F16, BF16, F32, F64, I64 or U64, found ", dtype_name);
  }
  const auto shape = integers(entry, "shape");
  const auto count = shape ? element_count(*shape) : std::nullopt;
  if (!count)
    return fail(where, ": expected a shape with non-negative sizes and at most 2^40 elements");
  const auto offsets = integers(entry, "data_offsets");
  if (!offsets || offsets->size() != 2 || (*offsets)[0] > (*offsets)[1] ||
      static_cast<std::uint64_t>((*offsets)[1]) > data.size()) {
    return fail(where, ": expected two data_offsets, in order and within the ", data.size(),
                " bytes of data, found ", offsets ? Json(*offsets).dump() : "no list of them");
  }
  const auto begin = static_cast<std::size_t>((*offsets)[0]);
  const std::size_t length = static_cast<std::size_t>((*offsets)[1]) - begin;
  const std::uint64_t expected = static_cast<std::uint64_t>(*count) * known->size;
  if (length != expected) {
    return fail(where, ": expected ", expected, " bytes for its shape and dtype, found ", length);
  }
  return TensorView{known->dtype, *shape, data.subspan(begin, length)};
}

// Checks that every byte of data belongs to exactly one tensor.
Result<void> check_coverage(const Safetensors& content, ByteSpan data, std::string_view name) {
  std::multimap<std::pair<const std::uint8_t*, std::size_t>, std::string_view> ranges;
  for (const auto& [key, tensor] : content.tensors) {
    ranges.emplace(std::pair(tensor.bytes.data(), tensor.bytes.size()), key);
  }
  const std::uint8_t* end = data.data();
  for (const auto& [range, key] : ranges) {
    const auto [begin, size] = range;
    if (begin != end) {
      return fail(name, ": expected tensors that follow each other, found ",
                  begin < end ? "an overlap" : "a gap", " before tensor \"", key, "\"");
    }
    end = begin + size;
  }
  if (end != data.data() + data.size()) {
    return fail(name, ": expected tensors up to the end of the file, found ",
                data.data() + data.size() - end, " bytes that belong to none");
  }
  return {};
}

Result<Json> parse_header(ByteSpan bytes, std::string_view name) {
  if (bytes.size() < kLengthBytes) {
    return fail(name, ": expected a safetensors file, found only ", bytes.size(), " bytes");
  }
  const std::uint64_t length = read_little_endian(bytes.first(kLengthBytes));
  if (length > bytes.size() - kLengthBytes || length > kLongestHeader) {
    return fail(name, ": expected a safetensors header within the file's ", bytes.size(),
                " bytes, found a header length of ", length);
  }
  const ByteSpan text = bytes.subspan(kLengthBytes, static_cast<std::size_t>(length));
  Json header = parse_json({reinterpret_cast<const char*>(text.data()), text.size()});
  if (!header.is_object()) {
    return fail(name, ": expected a JSON object as the safetensors header, found ",
                header.is_discarded() ? "no valid JSON" : header.type_name());
  }
  return header;
}

template <class Stored>
void convert(ByteSpan bytes, std::span<Scalar> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<Scalar>(read_number<Stored>(bytes, i));
  }
}

}  // namespace

std::size_t size_of(Dtype dtype) { return info(dtype).size; }

std::string_view to_string(Dtype dtype) { return info(dtype).name; }

Result<Safetensors> parse_safetensors(ByteSpan bytes, std::string_view name) {
  const Result<Json> header = parse_header(bytes, name);
  if (!header) return std::unexpected(header.error());
  const ByteSpan data =
      bytes.subspan(kLengthBytes + static_cast<std::size_t>(read_little_endian(bytes)));
  Safetensors content;
  for (const auto& [key, entry] : header->items()) {
    if (key == kMetadataKey) {
      if (!entry.is_object()) return fail(name, ": expected __metadata__ to be a JSON object");
      for (const auto& [item, text] : entry.items()) {
        if (!text.is_string()) return fail(name, ": expected text for __metadata__ \"", item, "\"");
        content.metadata[item] = text.get<std::string>();
      }
      continue;
    }
    Result<TensorView> tensor = parse_tensor(entry, data, concat(name, ": tensor \"", key, "\""));
    if (!tensor) return std::unexpected(tensor.error());
    content.tensors.emplace(key, std::move(*tensor));
  }
  if (const Result<void> covered = check_coverage(content, data, name); !covered) {
    return std::unexpected(covered.error());
  }
  return content;
}

Bytes write_safetensors(const Safetensors& content) {
  std::vector<const std::pair<const std::string, TensorView>*> order;
  for (const std::size_t size : {8U, 4U, 2U, 1U}) {
    for (const auto& entry : content.tensors) {
      if (size_of(entry.second.dtype) == size) order.push_back(&entry);
    }
  }
  Json header = Json::object();
  if (!content.metadata.empty()) header[kMetadataKey] = content.metadata;
  std::size_t offset = 0;
  for (const auto* entry : order) {
    const TensorView& tensor = entry->second;
    header[entry->first] = {{"dtype", to_string(tensor.dtype)},
                            {"shape", tensor.shape},
                            {"data_offsets", {offset, offset + tensor.bytes.size()}}};
    offset += tensor.bytes.size();
  }
  std::string text = header.dump();
  text.resize((text.size() + kAlignment - 1) / kAlignment * kAlignment, ' ');

  Bytes bytes;
  bytes.reserve(kLengthBytes + text.size() + offset);
  for (std::size_t i = 0; i < kLengthBytes; ++i) {
    bytes.push_back(static_cast<std::uint8_t>(std::uint64_t{text.size()} >> (8 * i)));
  }
  bytes.insert(bytes.end(), text.begin(), text.end());
  for (const auto* entry : order) {
    bytes.insert(bytes.end(), entry->second.bytes.begin(), entry->second.bytes.end());
  }
  return bytes;
}

Result<void> read_numbers(const TensorView& tensor, std::string_view where,
                          std::span<Scalar> values) {
  switch (tensor.dtype) {
    case Dtype::kF16:
      convert<Eigen::half>(tensor.bytes, values);
      break;
    case Dtype::kBf16:
      convert<Eigen::bfloat16>(tensor.bytes, values);
      break;
    case Dtype::kF32:
      convert<float>(tensor.bytes, values);
      break;
    case Dtype::kF64:
      convert<double>(tensor.bytes, values);
      break;
    case Dtype::kI8:
    case Dtype::kI64:
    case Dtype::kU64:
      return fail(where, ": expected floating point numbers, found dtype ",
                  to_string(tensor.dtype));
  }
  if (!all_finite(std::span<const Scalar>(values))) {
    return fail(where, ": expected finite numbers, found NaN or infinity");
  }
  return {};
}

}  // namespace hourglass
