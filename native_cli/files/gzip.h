// Unpacks gzip (RFC 1952) with zlib. Nothing in the program writes gzip.
#pragma once

#include "core/base/result.h"

namespace hourglass::cli {

// True if the bytes begin like a gzip file.
bool is_gzip(ByteSpan bytes);

inline constexpr std::size_t kMostUnpacked = std::size_t{1} << 31;  // bytes

// The unpacked content of all members, one after the other (RFC 1952, 2.2); zeros after a member
// are padding. Returns an error, which calls the file `name`, if the stream is broken or truncated,
// if a checksum is wrong, if anything else follows a member, or if the content is over `limit`
// bytes.
Result<Bytes> gunzip(ByteSpan bytes, std::string_view name, std::size_t limit = kMostUnpacked);

// The first `count` bytes of the content, or all where they are fewer; what follows is not looked
// at.
Result<Bytes> gunzip_first(ByteSpan bytes, std::string_view name, std::size_t count);

}  // namespace hourglass::cli
