// Unpacks gzip (RFC 1952) with zlib. Nothing in the program writes gzip.
#pragma once

#include "core/base/result.h"

namespace hourglass::cli {

// Whether the bytes start like a gzip file.
bool is_gzip(ByteSpan bytes);

// The first `count` bytes of the unpacked content, or all of it if it is shorter. Members follow
// one another (RFC 1952, 2.2); zeros after a member are padding. Returns an error, with `name` in
// the message, if the stream is corrupt or truncated before the last of these bytes. The
// checksum, and that nothing follows the content, are checked only if the content ends within
// `count` bytes.
Result<Bytes> gunzip(ByteSpan bytes, std::string_view name, std::size_t count);

}  // namespace hourglass::cli
