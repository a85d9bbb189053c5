#include "native_cli/data_folder.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ranges>
#include <system_error>
#include <vector>

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

constexpr const char* kDataVariable = "HOURGLASS_DATA";

// The value of an environment variable; an empty one counts as unset, as XDG specifies.
std::optional<std::string> environment(const char* variable) {
  const char* const value = std::getenv(variable);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

// $XDG_DATA_HOME and $XDG_DATA_DIRS with their defaults. Relative paths are ignored, as the XDG
// Base Directory Specification says.
std::vector<fs::path> shared_data_folders() {
  const std::optional<std::string> home = environment("HOME");
  std::string list = environment("XDG_DATA_HOME").value_or(home ? *home + "/.local/share" : "");
  list += concat(':', environment("XDG_DATA_DIRS").value_or("/usr/local/share:/usr/share"));
  std::vector<fs::path> folders;
  for (const auto part : std::views::split(list, ':')) {
    fs::path folder(std::string_view(part.begin(), part.end()));
    if (folder.is_absolute()) folders.push_back(std::move(folder));
  }
  return folders;
}

// The folders where data sets are kept, in the order of the search.
std::vector<fs::path> data_set_folders() {
  std::vector<fs::path> folders;
  if (const auto folder = environment(kDataVariable)) folders.emplace_back(*folder);
  for (const fs::path& folder : shared_data_folders()) folders.push_back(folder / "hourglass");
  folders.emplace_back(HOURGLASS_DATA_DIR);
  return folders;
}

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

std::optional<fs::path> find_data_set(const std::string& name) {
  for (const fs::path& folder : data_set_folders()) {
    if (is_folder(folder / name)) return folder / name;
  }
  return std::nullopt;
}

// Says so if the variable is set but the data set was found elsewhere.
void warn_if_variable_misled(const std::string& name, const fs::path& found) {
  const std::optional<std::string> folder = environment(kDataVariable);
  if (!folder || found == *folder / fs::path(name)) return;
  print_warning(kDataVariable, " is ", *folder, ", which has no folder ", name, "; using ",
                found.string());
}

// The places where a data set of this name was searched for, as words of a sentence; nothing if the
// name is a path.
std::string places_searched(const fs::path& name) {
  if (name.has_parent_path()) return "";
  const bool variable_is_set = environment(kDataVariable).has_value();
  std::string places;
  for (const fs::path& folder : data_set_folders()) {
    const bool is_variable = places.empty() && variable_is_set;
    places += concat(places.empty() ? " here or in " : ", ", folder.string(),
                     is_variable ? concat(" (", kDataVariable, ')') : "");
  }
  return places;
}

[[noreturn]] void report_missing(const fs::path& folder, Split split) {
  trouble(folder.string(), ": expected a folder with ",
          split == Split::kTrain ? "train-images-idx3-ubyte" : "t10k-images-idx3-ubyte",
          " (or .gz), found no such ",
          is_folder(folder) ? "file in it" : concat("folder", places_searched(folder)), "; set ",
          kDataVariable,
          " to the folder that holds mnist, or download MNIST with `.ci/setup.sh data` in the "
          "source folder");
}

}  // namespace

std::string_view to_string(Split split) { return split == Split::kTest ? "test" : "training"; }

fs::path data_folder(const std::optional<std::string>& name) {
  std::error_code ignored;
  if (name && fs::exists(*name, ignored)) return *name;
  const std::string data_set = name.value_or("mnist");
  const std::optional<fs::path> found = find_data_set(data_set);
  if (!found) return data_set;
  warn_if_variable_misled(data_set, *found);
  return *found;
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
