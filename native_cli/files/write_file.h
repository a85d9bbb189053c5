// Writes files. A whole file is written under a temporary name and renamed once all of it is on the
// disk, so that neither a full disk nor a power failure leaves half a file or damages an older one.
// Writing a file removes the temporary files that killed processes left for it. Unless it says
// otherwise, a function fails with a sentence that names the file.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string_view>

#include "core/base/result.h"

namespace hourglass::cli {

void write_file(const std::filesystem::path& path, ByteSpan content);

// Removes the temporary files that killed processes left for this file.
void remove_left_temporaries(const std::filesystem::path& path);

// Follows the target's name in the name of a temporary file or folder; then comes the number of the
// process that writes it.
inline constexpr std::string_view kTemporaryMark = ".hourglass-tmp.";

// Whether a process has ended. One whose parent has not yet asked how it ended counts as ended.
bool has_ended(pid_t process);

// Appends the bytes to an existing file. Returns false, and leaves the file as it was, if not all
// of them could be written, as on a full disk.
bool append_to_file(const std::filesystem::path& path, ByteSpan content);

// Fails early, before hours of work, if write_file(path, …) would fail: because the folder does not
// exist, is not writable, or has something other than a file under this name.
void check_writable(const std::filesystem::path& path);

// The path with an ending such as ".resume" added to its name. If the result is too long for the
// file system, the name is truncated and a checksum of the whole name is added to it, so that
// different names stay different.
std::filesystem::path file_beside(const std::filesystem::path& path, std::string_view ending);

// The file that a chain of symbolic links leads to, even if it does not exist yet. Writing replaces
// this file and keeps the links.
std::filesystem::path target_of(std::filesystem::path path);

// Creates the folder, and those that it is in, unless they exist.
void create_folder(const std::filesystem::path& path);

// Removes the file if it exists.
void remove_file(const std::filesystem::path& path);

}  // namespace hourglass::cli
