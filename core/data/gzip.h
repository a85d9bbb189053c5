// Gzip (RFC 1952) by zlib. Only the reading half: nothing in the project writes gzip from the core.
#pragma once

#include "core/base/result.h"

namespace hourglass {

// Whether the bytes begin like a gzip file.
bool is_gzip(ByteSpan bytes);

// The unpacked content of one gzip member. Refused: a broken or truncated stream, a wrong checksum,
// anything behind the member, and content over `limit` bytes. `name` is what messages call the
// file.
Result<Bytes> gunzip(ByteSpan bytes, std::string_view name,
                     std::size_t limit = std::size_t{1} << 31);

}  // namespace hourglass
