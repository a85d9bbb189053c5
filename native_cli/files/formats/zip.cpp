#include "native_cli/files/formats/zip.h"

#include <zip.h>

#include <algorithm>
#include <memory>
#include <string_view>

namespace hourglass::cli {
namespace {

using Archive = std::unique_ptr<zip_t, void (*)(zip_t*)>;
using File = std::unique_ptr<zip_file_t, int (*)(zip_file_t*)>;

Archive open(ByteSpan bytes, zip_error_t& error) {
  zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return {nullptr, &zip_discard};
  Archive archive(zip_open_from_source(source, ZIP_RDONLY, &error), &zip_discard);
  if (!archive) zip_source_free(source);
  return archive;
}

// Reads to the end of a file. The buffer grows with the actual content, so that a bogus size costs
// no memory.
Result<Bytes> read_all(zip_file_t* file, std::string_view name, std::size_t most) {
  Bytes content;
  while (true) {
    const std::size_t before = content.size();
    content.resize(before + std::max<std::size_t>(before, 1 << 16));
    const zip_int64_t got = zip_fread(file, content.data() + before, content.size() - before);
    content.resize(before + static_cast<std::size_t>(std::max<zip_int64_t>(got, 0)));
    if (got < 0) {
      return fail(name, ": expected a whole file in the archive, found damaged data (",
                  zip_error_strerror(zip_file_get_error(file)), ')');
    }
    if (content.size() > most) {
      return fail(name, ": expected at most ", most, " bytes of unpacked content, found more");
    }
    if (got == 0) return content;
  }
}

}  // namespace

bool is_zip(ByteSpan bytes) {
  constexpr std::string_view kLocalFile = "PK\x03\x04";
  return bytes.size() >= kLocalFile.size() &&
         std::ranges::equal(bytes.first(kLocalFile.size()), kLocalFile);
}

Result<std::vector<ZipEntry>> unzip(ByteSpan bytes, std::string_view name, std::string_view ending,
                                    std::size_t most) {
  zip_error_t error{};
  zip_error_init(&error);
  const std::unique_ptr<zip_error_t, void (*)(zip_error_t*)> closer(&error, &zip_error_fini);
  const Archive archive = open(bytes, error);
  if (!archive) {
    return fail(name, ": expected a whole zip archive, found damaged data (",
                zip_error_strerror(&error), ')');
  }
  std::vector<ZipEntry> entries;
  const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    const char* const entry = zip_get_name(archive.get(), index, 0);
    if (entry == nullptr || !std::string_view(entry).ends_with(ending)) continue;
    const std::string full_name = concat(name, ": ", std::string_view(entry));
    const File file(zip_fopen_index(archive.get(), index, 0), &zip_fclose);
    if (!file) {
      return fail(full_name, ": expected a readable file in the archive, found an error (",
                  zip_strerror(archive.get()), ')');
    }
    Result<Bytes> content = read_all(file.get(), full_name, most);
    if (!content) return std::unexpected(content.error());
    most -= content->size();
    entries.push_back({entry, std::move(*content)});
  }
  return entries;
}

}  // namespace hourglass::cli
