// Reads whole files. Every function fails with a sentence that names the file.
#pragma once

#include <filesystem>

#include "core/base/shared_bytes.h"

namespace hourglass::cli {

Bytes read_file(const std::filesystem::path& path);

// Maps a file into memory, so that its content is read from the disk only when it is used. If the
// file is truncated meanwhile, the program ends with a message.
SharedBytes map_file(const std::filesystem::path& path);

}  // namespace hourglass::cli
