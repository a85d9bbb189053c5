#include "core/io/safetensors.h"

#include <cstring>

#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::bytes_of;
using test::expect_refused;
using test::take;

Bytes file_of(std::string_view header, std::size_t data_bytes) {
  Bytes bytes;
  for (int i = 0; i < 8; ++i) {
    bytes.push_back(static_cast<std::uint8_t>(std::uint64_t{header.size()} >> (8 * i)));
  }
  bytes.insert(bytes.end(), header.begin(), header.end());
  bytes.resize(bytes.size() + data_bytes, 1);
  return bytes;
}

std::string entry(std::string_view name, std::string_view dtype, std::string_view shape,
                  std::string_view offsets) {
  return concat("\"", name, "\":{\"dtype\":\"", dtype, "\",\"shape\":", shape,
                ",\"data_offsets\":", offsets, "}");
}

Result<Safetensors> parse(std::string_view header, std::size_t data_bytes) {
  return parse_safetensors(file_of(header, data_bytes), "file");
}

template <class... Parts>
void expect_entry_refused(const std::string& one, std::size_t data_bytes, const Parts&... parts) {
  expect_refused(parse(concat("{", one, "}"), data_bytes), "file: ", parts...);
}

TEST(Safetensors, ReadsAHandWrittenFile) {
  const Bytes bytes =
      file_of(concat("{\"__metadata__\":{\"format\":\"pt\"},", entry("b", "F32", "[2,1]", "[4,12]"),
                     ",", entry("a", "F16", "[2]", "[0,4]"), "}   "),
              12);
  const Safetensors file = take(parse_safetensors(bytes, "file"));
  EXPECT_EQ(file.metadata, (std::map<std::string, std::string>{{"format", "pt"}}));
  ASSERT_EQ(file.tensors.size(), 2U);
  EXPECT_EQ(file.tensors.at("a").dtype, Dtype::kF16);
  EXPECT_EQ(file.tensors.at("b").shape, (std::vector<std::int64_t>{2, 1}));
  EXPECT_EQ(file.tensors.at("b").bytes.size(), 8U);
  EXPECT_EQ(file.tensors.at("b").bytes.data(), bytes.data() + bytes.size() - 8);
}

TEST(Safetensors, RoundTripsAndWritesDeterministically) {
  const Bytes wide(24, 1), narrow(6, 2), scalar(4, 3);
  Safetensors content{.metadata = {{"z", "last"}, {"a", "umläut \" \\ \n"}}, .tensors = {}};
  content.tensors["narrow"] = {Dtype::kBf16, {3}, narrow};
  content.tensors["wide"] = {Dtype::kI64, {3, 1}, wide};
  content.tensors["scalar"] = {Dtype::kF32, {}, scalar};
  content.tensors["empty"] = {Dtype::kF64, {0, 5}, {}};
  const Bytes bytes = write_safetensors(content);
  EXPECT_EQ(bytes, write_safetensors(content));
  const Safetensors back = take(parse_safetensors(bytes, "file"));
  EXPECT_EQ(back.metadata, content.metadata);
  ASSERT_EQ(back.tensors.size(), 4U);
  for (const auto& [name, tensor] : content.tensors) {
    const TensorView& found = back.tensors.at(name);
    EXPECT_EQ(found.dtype, tensor.dtype) << name;
    EXPECT_EQ(found.shape, tensor.shape) << name;
    EXPECT_TRUE(std::ranges::equal(found.bytes, tensor.bytes)) << name;
    const auto offset = static_cast<std::size_t>(found.bytes.data() - bytes.data());
    EXPECT_EQ(offset % size_of(tensor.dtype), 0U) << name << " is not aligned";
  }
  EXPECT_EQ(write_safetensors(back), bytes);
}

TEST(Safetensors, AcceptsAFileWithoutTensors) {
  EXPECT_TRUE(take(parse("{}", 0)).tensors.empty());
  EXPECT_TRUE(take(parse_safetensors(write_safetensors({}), "file")).tensors.empty());
}

TEST(Safetensors, RejectsFilesTooShortForTheHeaderLength) {
  for (const std::size_t length : {0U, 1U, 7U}) {
    expect_refused(parse_safetensors(Bytes(length), "file"), "file: expected a safetensors file",
                   concat("only ", length, " bytes"));
  }
}

TEST(Safetensors, RejectsAWrongHeaderLength) {
  for (const std::uint64_t length : {std::uint64_t{3}, std::uint64_t{1} << 32, ~std::uint64_t{0},
                                     ~std::uint64_t{0} - 7, std::uint64_t{1} << 63}) {
    Bytes bytes = file_of("{}", 0);
    for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(length >> (8 * i));
    expect_refused(parse_safetensors(bytes, "file"), "header within the file's 10 bytes",
                   concat("length of ", length));
  }
}

TEST(Safetensors, RejectsAHeaderThatIsNotAJsonObject) {
  for (const std::string_view header :
       {"", "{", "{}{}", "nonsense", "{\"a\":}", "{\"a\":1e999}", "{\"\xff\":1}"}) {
    expect_refused(parse(header, 0), "JSON object as the safetensors header", "no valid JSON");
  }
  expect_refused(parse("[1]", 0), "found array");
  expect_refused(parse("7", 0), "found number");
  expect_refused(parse("null", 0), "found null");
}

TEST(Safetensors, RejectsMetadataThatIsNotText) {
  expect_refused(parse("{\"__metadata__\":[]}", 0), "__metadata__ to be a JSON object");
  expect_refused(parse("{\"__metadata__\":{\"a\":1}}", 0), "text for __metadata__ \"a\"");
}

TEST(Safetensors, RejectsUnknownDtypes) {
  for (const std::string_view dtype : {"F8", "f32", "I32", "BOOL", ""}) {
    expect_entry_refused(entry("a", dtype, "[1]", "[0,4]"), 4, "tensor \"a\": expected dtype",
                         concat("found ", dtype));
  }
  expect_entry_refused("\"a\":{\"dtype\":32,\"shape\":[1],\"data_offsets\":[0,4]}", 4,
                       "found nothing");
  expect_entry_refused("\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}", 4, "found nothing");
  expect_entry_refused("\"a\":3", 0, "tensor \"a\": expected a JSON object");
}

TEST(Safetensors, RejectsInvalidShapes) {
  for (const std::string_view shape :
       {"[-1]", "[1.5]", "[\"1\"]", "1", "null", "{}", "[[1]]", "[18446744073709551615]",
        "[4294967296,4294967296]", "[1048576,1048576,1048576]", "[9223372036854775807,2]",
        "[1e3]"}) {
    expect_entry_refused(entry("a", "F32", shape, "[0,4]"), 4, "tensor \"a\"", "a shape with");
  }
  expect_entry_refused("\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}", 4, "a shape with");
}

TEST(Safetensors, RejectsOffsetsOutOfRange) {
  for (const std::string_view offsets :
       {"[0,5]", "[4,0]", "[-4,0]", "[0]", "[0,4,4]", "[]", "0", "null", "{\"a\":[]}", "[0,4.0]",
        "[0,18446744073709551615]", "[18446744073709551612,18446744073709551615]",
        "[9223372036854775807,9223372036854775807]", "[0,4294967300]"}) {
    expect_entry_refused(entry("a", "F32", "[1]", offsets), 4, "tensor \"a\"",
                         "data_offsets, in order and within the 4 bytes");
  }
}

TEST(Safetensors, RejectsARangeThatDoesNotMatchTheShape) {
  expect_entry_refused(entry("a", "F32", "[2]", "[0,4]"), 4, "expected 8 bytes", "found 4");
  expect_entry_refused(entry("a", "F16", "[1]", "[0,4]"), 4, "expected 2 bytes", "found 4");
  // In 32 bits, 4 · 2^32 bytes overflow to 0.
  expect_entry_refused(entry("a", "F32", "[4294967296]", "[0,0]"), 0, "expected 17179869184 bytes",
                       "found 0");
}

TEST(Safetensors, RejectsOverlapsGapsAndUnusedBytes) {
  const auto pair = [](std::string_view a, std::string_view b) {
    return concat(entry("a", "F16", "[2]", a), ",", entry("b", "F16", "[2]", b));
  };
  EXPECT_TRUE(parse(concat("{", pair("[4,8]", "[0,4]"), "}"), 8));
  expect_entry_refused(pair("[0,4]", "[2,6]"), 6, "an overlap before tensor \"b\"");
  expect_entry_refused(pair("[0,4]", "[0,4]"), 4, "an overlap before tensor \"b\"");
  expect_entry_refused(pair("[0,4]", "[6,10]"), 10, "a gap before tensor \"b\"");
  expect_entry_refused(pair("[2,6]", "[6,10]"), 10, "a gap before tensor \"a\"");
  expect_entry_refused(pair("[0,4]", "[4,8]"), 9, "1 bytes that belong to none");
  expect_refused(parse("{}", 1), "1 bytes that belong to none");
}

// Neither parsing nor rejecting may recurse as deeply as the file is nested.
TEST(Safetensors, SurvivesDeepNesting) {
  constexpr std::size_t kDepth = 200'000;
  const std::string nest = std::string(kDepth, '[') + std::string(kDepth, ']');
  expect_entry_refused(entry("a", "F32", "[1]", nest), 4, "data_offsets");
  expect_entry_refused(entry("a", "F32", nest, "[0,4]"), 4, "a shape with");
  expect_entry_refused(concat("\"a\":", nest), 4, "expected a JSON object");
  expect_refused(parse(nest, 0), "found array");
  expect_refused(parse(std::string(kDepth, '['), 0), "no valid JSON");
}

TEST(Safetensors, EscapesTensorNames) {
  const Bytes four(4);
  Safetensors content;
  content.tensors["a\"b\\c\nd"] = {Dtype::kF32, {1}, four};
  const Bytes bytes = write_safetensors(content);
  EXPECT_TRUE(take(parse_safetensors(bytes, "file")).tensors.contains("a\"b\\c\nd"));
}

}  // namespace
}  // namespace hourglass
