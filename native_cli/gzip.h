// Unpacks gzip (RFC 1952) with zlib. Nothing in the program writes gzip.
#pragma once

#include "core/base/result.h"

namespace hourglass::cli {

// True if the bytes begin like a gzip file.
bool is_gzip(ByteSpan bytes);

// The unpacked content of all members, one after the other (RFC 1952, 2.2); zeros after a member
// are padding. Returns an error, which calls the file `name`, if the stream is broken or truncated,
// if a checksum is wrong, if anything else follows a member, or if the content is over `limit`
// bytes.
Result<Bytes> gunzip(ByteSpan bytes, std::string_view name,
                     std::size_t limit = std::size_t{1} << 31);

}  // namespace hourglass::cli
