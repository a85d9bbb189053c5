#include "native_cli/data_folder.h"

#include <algorithm>
#include <array>
#include <system_error>

#include "core/data/idx.h"
#include "native_cli/failure.h"
#include "native_cli/files.h"
#include "native_cli/format.h"
#include "native_cli/gzip.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

// "train-images-idx3-ubyte", and as some unpackers leave it: "train-images.idx3-ubyte"; each also
// gzipped.
std::optional<fs::path> find(const fs::path& folder, Split split, std::string_view content) {
  const std::string_view prefix = split == Split::kTrain ? "train" : "t10k";
  const std::string_view dimensions = content == "images" ? "idx3" : "idx1";
  for (const std::string_view separator : {"-", "."}) {
    for (const std::string_view ending : {"", ".gz"}) {
      fs::path path =
          folder / concat(prefix, '-', content, separator, dimensions, "-ubyte", ending);
      std::error_code ignored;
      if (fs::exists(path, ignored)) return path;
    }
  }
  return std::nullopt;
}

SharedBytes unpacked(const fs::path& path) {
  SharedBytes bytes = map_file(path);
  if (!is_gzip(bytes)) return bytes;
  return value_of(gunzip(bytes, path.string()));
}

[[noreturn]] void report_missing(const fs::path& folder, Split split) {
  std::error_code ignored;
  const bool is_folder = fs::is_directory(folder, ignored);
  trouble(folder.string(), ": expected a folder with ",
          split == Split::kTrain ? "train-images-idx3-ubyte" : "t10k-images-idx3-ubyte",
          " (or .gz), found no such ", is_folder ? "file in it" : "folder",
          "; `.ci/setup.sh data` places MNIST in ", HOURGLASS_DATA_DIR);
}

}  // namespace

std::string_view to_string(Split split) { return split == Split::kTest ? "test" : "training"; }

fs::path data_folder(const std::string& name) {
  const fs::path placed = fs::path(HOURGLASS_DATA_DIR) / name;
  std::error_code ignored;
  return !fs::exists(name, ignored) && fs::is_directory(placed, ignored) ? placed : fs::path(name);
}

bool has_split(const fs::path& folder, Split split) {
  return find(folder, split, "images").has_value();
}

Dataset load_split(const fs::path& folder, Split split, std::optional<std::size_t> limit) {
  const std::optional<fs::path> images_path = find(folder, split, "images");
  if (!images_path) report_missing(folder, split);
  Dataset dataset = value_of(parse_idx_images(unpacked(*images_path), images_path->string()));
  if (const std::optional<fs::path> path = find(folder, split, "labels")) {
    dataset.labels = value_of(parse_idx_labels(unpacked(*path), path->string()));
    if (dataset.labels.size() != dataset.count()) {
      trouble(path->string(), ": expected one label for each of the ", with_commas(dataset.count()),
              " images, found ", with_commas(dataset.labels.size()));
    }
  }
  if (limit && *limit < dataset.count()) dataset = dataset.slice(0, *limit);
  return dataset;
}

}  // namespace hourglass::cli
