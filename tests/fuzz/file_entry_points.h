// The entry points of the program that take foreign bytes, beside those of the core.
#pragma once

#include "native_cli/gzip.h"
#include "tests/fuzz/entry_points.h"

namespace hourglass::fuzz {

// What unpacks goes on to the IDX parser, as in a folder of images.
inline void gzip(ByteSpan bytes) {
  constexpr std::size_t kLimit = 1 << 20;
  const Result<Bytes> content = cli::gunzip(bytes, "file", kLimit);
  require_message(content);
  if (!content) return;
  require(content->size() <= kLimit);
  idx(*content);
}

}  // namespace hourglass::fuzz
