// Reads zip archives, such as NumPy's .npz files, with minizip.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace hourglass::cli {

struct ZipEntry {
  std::string name;
  Bytes content;
};

// Whether the bytes start like a zip archive.
bool is_zip(ByteSpan bytes);

// The unpacked files of an archive whose names end in `ending`, in the archive's order. Returns an
// error, with `name` in the message, if the archive is damaged or one of these files is encrypted,
// or if all of them together unpack to more than `most` bytes.
Result<std::vector<ZipEntry>> unzip(ByteSpan bytes, std::string_view name, std::string_view ending,
                                    std::size_t most);

}  // namespace hourglass::cli
