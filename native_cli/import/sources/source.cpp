#include "native_cli/import/sources/source.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <system_error>

#include "core/base/text.h"
#include "native_cli/drawing/jpeg.h"
#include "native_cli/drawing/png.h"
#include "native_cli/files/formats/gzip.h"
#include "native_cli/files/formats/npy_array.h"
#include "native_cli/files/formats/zip.h"
#include "native_cli/files/read_file.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

// Whether the bytes may be text: they contain no control characters but those between words.
bool is_text(ByteSpan bytes) {
  constexpr std::size_t kEnough = 4096;
  return !bytes.empty() &&
         std::ranges::none_of(bytes.first(std::min(bytes.size(), kEnough)), [](std::uint8_t byte) {
           return byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t';
         });
}

Source open_file(const SourceOptions& options) {
  const SharedBytes bytes = map_file(options.path);
  const std::string& path = options.path;
  if (idx_data_set(path)) return open_idx(options);
  if (is_npy(bytes)) return open_arrays(options);
  if (is_zip(bytes)) return open_arrays(options);
  if (is_png(bytes) || is_jpeg(bytes)) {
    throw_failure(path, ": expected a folder of pictures, found a single picture");
  }
  constexpr std::size_t kHead = 4096;
  const bool is_csv =
      is_gzip(bytes) ? is_text(value_of(gunzip(bytes, path, kHead))) : is_text(bytes);
  if (is_csv) return open_csv(options);
  throw_failure(path,
                ": expected a folder of pictures, a CSV file, a .npy or .npz file or IDX files, "
                "found another kind of file");
}

Source open_any(const SourceOptions& options) {
  const fs::path path = options.path;
  try {
    if (!fs::exists(path)) {
      throw_failure(options.path, ": expected a file or folder to import, found none");
    }
    if (!fs::is_directory(path)) return open_file(options);
    if (idx_data_set(path)) return open_idx(options);
    if (is_array_folder(path)) return open_arrays(options);
    if (has_pictures(path)) return open_picture_folder(options);
    if (is_csv_folder(path)) return open_csv(options);
    return open_picture_folder(options);
  } catch (const fs::filesystem_error& error) {
    throw_failure(error.path1().string(), ": could not be read: ", error.code().message());
  }
}

void check_options(const SourceOptions& options, Source::Kind kind) {
  const bool is_csv = kind == Source::Kind::kCsv;
  const bool is_arrays = kind == Source::Kind::kArrays;
  if (options.white && !is_csv && !is_arrays) {
    throw_usage_error("--white: expected a source in CSV or NumPy's formats, found another kind");
  }
  if (options.label_column && !is_csv) {
    throw_usage_error("--label-column: expected a CSV file, found another kind of source");
  }
  if (options.labels && !is_arrays) {
    throw_usage_error("--labels: expected a source in NumPy's formats, found another kind");
  }
}

}  // namespace

std::string label_text(double number) {
  constexpr double kMostExact = 9e15;
  const bool is_whole = std::trunc(number) == number && std::abs(number) < kMostExact;
  return is_whole ? std::to_string(static_cast<std::int64_t>(number)) : shortest(number);
}

double white_for(double greatest, const std::optional<double>& white) {
  return white.value_or(greatest <= 1 ? 1 : 255);
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    std::error_code ignored;
    const bool is_hidden = entry.path().filename().string().starts_with('.');
    if (!is_hidden && entry.is_regular_file(ignored)) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

Source open_source(const SourceOptions& options) {
  Source source = open_any(options);
  check_options(options, source.kind);
  return source;
}

}  // namespace hourglass::cli
