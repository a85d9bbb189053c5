// Whole files in and out. A file appears under its name only when all of it is on the disk: it is
// written beside its place and renamed into it, so that neither a full disk nor a lost machine
// leaves half a file or damages an older one; what a killed process left unfinished is removed by
// the next that writes there. Every function fails with a sentence that names the file.
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/base/shared_bytes.h"

namespace hourglass::cli {

Bytes read_file(const std::filesystem::path& path);

// The same content, read from the disk as it is used; the file must not be cut short meanwhile.
SharedBytes map_file(const std::filesystem::path& path);

void write_file(const std::filesystem::path& path, ByteSpan content);

// Adds the bytes to the end of a file that is there. Returns whether they are in it.
bool append_to_file(const std::filesystem::path& path, ByteSpan content);

// Fails now, rather than after hours of work, where write_file(path, …) could not: no such folder,
// no right to write there, a name that is taken by something that is no file.
void check_writable(const std::filesystem::path& path);

// The path with an ending such as ".resume" added to its name. Where the two would exceed what a
// folder can hold, the name is cut short, and its checksum tells it from others that begin alike.
std::filesystem::path file_beside(const std::filesystem::path& path, std::string_view ending);

// The file that a chain of links leads to, even if it does not exist yet. Writing replaces this
// file and keeps the links.
std::filesystem::path target_of(std::filesystem::path path);

// Removes the file if it is there.
void remove_file(const std::filesystem::path& path);

}  // namespace hourglass::cli
