// Unpacks gzip (RFC 1952) with zlib. Nothing in the program writes gzip.
#pragma once

#include "core/base/result.h"

namespace hourglass::cli {

// Whether the bytes start like a gzip file.
bool is_gzip(ByteSpan bytes);

inline constexpr std::size_t kMaxUnpackedBytes = std::size_t{1} << 31;  // bytes

// The unpacked content of all members, one after the other (RFC 1952, 2.2); zeros after a member
// are padding. Returns an error, with `name` in the message, if the stream is corrupt or truncated,
// a checksum is wrong, anything else follows a member, or the content exceeds `limit` bytes.
Result<Bytes> gunzip(ByteSpan bytes, std::string_view name, std::size_t limit = kMaxUnpackedBytes);

// The first `count` bytes of the content, or all of it if it is shorter. The rest is not checked.
Result<Bytes> gunzip_first(ByteSpan bytes, std::string_view name, std::size_t count);

}  // namespace hourglass::cli
