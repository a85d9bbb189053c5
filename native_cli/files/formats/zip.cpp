#include "native_cli/files/formats/zip.h"

#include <minizip/unzip.h>

#include <algorithm>
#include <memory>
#include <string_view>

namespace hourglass::cli {
namespace {

using Archive = std::unique_ptr<void, int (*)(unzFile)>;

// An archive in memory, which minizip reads as it would a file.
struct Source {
  ByteSpan bytes;
  std::uint64_t position = 0;
};

Source& source_of(void* stream) { return *static_cast<Source*>(stream); }

uLong read(void* /*opaque*/, void* stream, void* to, uLong size) {
  Source& source = source_of(stream);
  const ByteSpan left = source.bytes.subspan(source.position);
  const ByteSpan part = left.first(std::min<std::size_t>(size, left.size()));
  std::ranges::copy(part, static_cast<std::uint8_t*>(to));
  source.position += part.size();
  return part.size();
}

long seek(void* /*opaque*/, void* stream, ZPOS64_T offset, int origin) {
  Source& source = source_of(stream);
  std::uint64_t start = 0;
  if (origin == ZLIB_FILEFUNC_SEEK_CUR) start = source.position;
  if (origin == ZLIB_FILEFUNC_SEEK_END) start = source.bytes.size();
  if (offset > source.bytes.size() - start) return -1;
  source.position = start + offset;
  return 0;
}

Archive open(Source& source) {
  zlib_filefunc64_def functions{};
  functions.zopen64_file = [](void* opaque, const void*, int) { return opaque; };
  functions.zread_file = &read;
  functions.ztell64_file = [](void*, void* stream) { return ZPOS64_T{source_of(stream).position}; };
  functions.zseek64_file = &seek;
  functions.zclose_file = [](void*, void*) { return 0; };
  functions.zerror_file = [](void*, void*) { return 0; };
  functions.opaque = &source;
  return {unzOpen2_64(nullptr, &functions), &unzClose};
}

// What an error code of minizip means.
std::string_view reason(int code) {
  if (code == UNZ_CRCERROR) return "the checksum is wrong";
  if (code == UNZ_BADZIPFILE) return "its headers are wrong, or it is packed by an unknown method";
  return "its structure is wrong";
}

struct Entry {
  std::string name;
  std::uint64_t size;  // unpacked
  bool is_encrypted;
};

Result<Entry> current_entry(unzFile archive, std::string_view archive_name) {
  unz_file_info64 info{};
  const auto get = [&](char* name, uLong size) {
    return unzGetCurrentFileInfo64(archive, &info, name, size, nullptr, 0, nullptr, 0);
  };
  int code = get(nullptr, 0);
  std::string name(info.size_filename, '\0');
  if (code == UNZ_OK) code = get(name.data(), info.size_filename);
  if (code != UNZ_OK) {
    return fail(archive_name, ": expected a whole zip archive, found damaged data (", reason(code),
                ')');
  }
  return Entry{.name = std::move(name),
               .size = info.uncompressed_size,
               .is_encrypted = (info.flag & 1U) != 0};
}

// Reads the current file to its end. The buffer grows with the actual content, so that a bogus size
// costs no memory.
Result<Bytes> read_all(unzFile archive, std::string_view name, std::size_t most) {
  Bytes content;
  int got = unzOpenCurrentFile(archive);
  for (bool is_open = got == UNZ_OK; is_open;) {
    const std::size_t before = content.size();
    // minizip counts in unsigned int.
    content.resize(before + std::clamp<std::size_t>(before, 1 << 16, 1 << 30));
    got = unzReadCurrentFile(archive, content.data() + before,
                             static_cast<unsigned>(content.size() - before));
    content.resize(before + static_cast<std::size_t>(std::max(got, 0)));
    if (content.size() > most) {
      return fail(name, ": expected at most ", most, " bytes of unpacked content, found more");
    }
    is_open = got > 0;
  }
  if (got == UNZ_OK) got = unzCloseCurrentFile(archive);  // compares the checksum
  if (got != UNZ_OK) {
    return fail(name, ": expected a whole file in the archive, found damaged data (", reason(got),
                ')');
  }
  return content;
}

}  // namespace

bool is_zip(ByteSpan bytes) {
  constexpr std::string_view kLocalFile = "PK\x03\x04";
  return bytes.size() >= kLocalFile.size() &&
         std::ranges::equal(bytes.first(kLocalFile.size()), kLocalFile);
}

Result<std::vector<ZipEntry>> unzip(ByteSpan bytes, std::string_view name, std::string_view ending,
                                    std::size_t most) {
  Source source{bytes};
  const Archive archive = open(source);
  if (!archive) {
    return fail(name,
                ": expected a whole zip archive, found damaged data (its directory is missing)");
  }
  std::vector<ZipEntry> entries;
  int code = unzGoToFirstFile(archive.get());
  for (; code == UNZ_OK; code = unzGoToNextFile(archive.get())) {
    Result<Entry> entry = current_entry(archive.get(), name);
    if (!entry) return std::unexpected(entry.error());
    if (!entry->name.ends_with(ending)) continue;
    const std::string full_name = concat(name, ": ", entry->name);
    if (entry->is_encrypted) {
      return fail(full_name, ": expected a readable file in the archive, found an encrypted one");
    }
    Result<Bytes> content = read_all(archive.get(), full_name, most);
    if (!content) return std::unexpected(content.error());
    if (content->size() != entry->size) {
      return fail(full_name, ": expected ", entry->size,
                  " bytes of unpacked content in the archive, found damaged data that unpacks to ",
                  content->size());
    }
    most -= content->size();
    entries.push_back({std::move(entry->name), std::move(*content)});
  }
  if (code != UNZ_END_OF_LIST_OF_FILE) {
    return fail(name, ": expected a whole zip archive, found damaged data (", reason(code), ')');
  }
  return entries;
}

}  // namespace hourglass::cli
