// Writes messages in Protocol Buffers' wire format
// (https://protobuf.dev/programming-guides/encoding), as far as ONNX needs it. Fields are named by
// their numbers in the message's definition.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/result.h"

namespace hourglass {

class ProtobufMessage {
 public:
  void add(int field, std::int64_t number) {
    add_varint(static_cast<std::uint64_t>(field) << 3);
    add_varint(static_cast<std::uint64_t>(number));
  }

  void add(int field, ByteSpan content) {
    add_varint(static_cast<std::uint64_t>(field) << 3 | kLengthDelimited);
    add_varint(content.size());
    bytes_.insert(bytes_.end(), content.begin(), content.end());
  }

  void add(int field, std::string_view text) {
    add(field, ByteSpan(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  }

  void add(int field, const ProtobufMessage& message) { add(field, ByteSpan(message.bytes_)); }

  Bytes take() { return std::move(bytes_); }

 private:
  static constexpr std::uint64_t kLengthDelimited = 2;

  // Seven bits per byte, the lowest first; the top bit says that more follow.
  void add_varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<std::uint8_t>(value | 0x80));
    bytes_.push_back(static_cast<std::uint8_t>(value));
  }

  Bytes bytes_;
};

}  // namespace hourglass
