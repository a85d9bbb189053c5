#include "native_cli/files/data_folder.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ranges>
#include <set>
#include <system_error>
#include <vector>

#include "core/data/idx.h"
#include "native_cli/files/formats/gzip.h"
#include "native_cli/files/read_file.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored) && !is_folder(path);
}

enum class Content : bool { kImages, kLabels };

// The possible file names, without the prefix that names the data set. MNIST has
// "train-images-idx3-ubyte"; some unpackers write ".idx3" instead of "-idx3". EMNIST and QMNIST
// have "test" instead of "t10k", and QMNIST's labels have "idx2-int". Colour images have four
// dimensions, hence "idx4". Any file may be gzipped.
std::vector<std::string> file_names(Split split, Content content) {
  using Words = std::vector<std::string_view>;
  const bool is_images = content == Content::kImages;
  const Words parts = split == Split::kTrain ? Words{"train"} : Words{"t10k", "test"};
  const Words types =
      is_images ? Words{"idx3-ubyte", "idx4-ubyte"} : Words{"idx1-ubyte", "idx2-int"};
  std::vector<std::string> names;
  for (const std::string_view part : parts) {
    for (const std::string_view separator : {"-", "."}) {
      for (const std::string_view type : types) {
        const std::string name = concat(part, is_images ? "-images" : "-labels", separator, type);
        names.insert(names.end(), {name, name + ".gz"});
      }
    }
  }
  return names;
}

// The folder of a data set's files, and the prefix of their names ("emnist-digits-").
struct DatasetFiles {
  fs::path folder;
  std::string prefix{};

  // Finds a file of the data set. Some unpackers put each file into a folder of the same name.
  std::optional<fs::path> find(Split split, Content content) const {
    for (const std::string& name : file_names(split, content)) {
      for (const fs::path& path :
           {folder / (prefix + name), folder / (prefix + name) / (prefix + name)}) {
        if (is_file(path)) return path;
      }
    }
    return std::nullopt;
  }
};

// The prefixes of the image files in the folder.
std::set<std::string> prefixes_in(const fs::path& folder) {
  std::set<std::string> prefixes;
  std::vector<std::string> names = file_names(Split::kTrain, Content::kImages);
  std::ranges::copy(file_names(Split::kTest, Content::kImages), std::back_inserter(names));
  std::error_code ignored;
  fs::directory_iterator entry(folder, ignored);
  for (; entry != fs::directory_iterator(); entry.increment(ignored)) {
    const std::string found = entry->path().filename().string();
    for (const std::string& name : names) {
      if (found.ends_with('-' + name)) prefixes.insert(found.substr(0, found.size() - name.size()));
    }
  }
  return prefixes;
}

// The data set that a path refers to: the only one in a folder, or FOLDER/NAME if FOLDER holds
// several whose files start with their names. Training and test images always belong to one data
// set.
DatasetFiles data_set_at(const fs::path& path) {
  if (!is_folder(path)) {
    const fs::path name = path.has_filename() ? path : path.parent_path();  // "emnist-digits/"
    return {name.parent_path(), concat(name.filename().string(), '-')};
  }
  DatasetFiles plain{path};
  const std::set<std::string> prefixes = prefixes_in(path);
  if (prefixes.empty() || plain.find(Split::kTrain, Content::kImages) ||
      plain.find(Split::kTest, Content::kImages)) {
    return plain;
  }
  if (prefixes.size() == 1) return {path, *prefixes.begin()};
  std::string names;
  for (const std::string& prefix : prefixes) {
    names += concat(names.empty() ? "" : ", ", prefix.substr(0, prefix.size() - 1));
  }
  const std::string first = prefixes.begin()->substr(0, prefixes.begin()->size() - 1);
  throw_failure(path.string(), ": expected one data set, found ", names,
                "; choose one, as in --data ", shell_word((path / first).string()));
}

std::optional<fs::path> find(const fs::path& path, Split split, Content content) {
  return data_set_at(path).find(split, content);
}

// The content of a file. A gzipped file is unpacked only as far as its IDX header announces, plus
// one byte that reveals trailing data.
SharedBytes read_idx(const fs::path& path) {
  constexpr std::size_t kMaxUnpackedBytes = std::size_t{1} << 31;
  SharedBytes bytes = map_file(path);
  if (!is_gzip(bytes)) return bytes;
  Bytes head = value_of(gunzip(bytes, path.string(), kMostIdxHeader));
  const std::optional<std::uint64_t> size = idx_file_size(head);
  if (!size) return head;
  if (*size > kMaxUnpackedBytes) {
    throw_failure(path.string(), ": expected at most ", file_size(kMaxUnpackedBytes),
                  " of unpacked content, found a header that announces ", file_size(*size),
                  "; unpack the file first");
  }
  return value_of(gunzip(bytes, path.string(), std::max(*size + 1, kMostIdxHeader)));
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

// The folders that are searched for data sets, in this order.
std::vector<fs::path> data_set_folders() {
  std::vector<fs::path> folders;
  if (const auto folder = environment(kDataVariable)) folders.emplace_back(*folder);
  for (const fs::path& folder : shared_data_folders()) folders.push_back(folder / "hourglass");
  // On another machine than the one that built the program, this folder would mean nothing.
  const fs::path built = HOURGLASS_DATA_DIR;
  if (is_folder(built.parent_path())) folders.push_back(built);
  return folders;
}

std::optional<fs::path> find_data_set(const std::string& name) {
  for (const fs::path& folder : data_set_folders()) {
    fs::path path = folder / name;
    const bool is_one_of_several =
        fs::path(name).has_parent_path() && is_folder(path.parent_path());
    if (is_folder(path) || is_one_of_several) return path;
  }
  return std::nullopt;
}

// Warns if the variable is set but the data set was found elsewhere.
void warn_if_found_elsewhere(const std::string& name, const fs::path& found) {
  const std::optional<std::string> folder = environment(kDataVariable);
  if (!folder || found == *folder / fs::path(name)) return;
  print_warning(kDataVariable, " is ", *folder, ", which has no folder ", name, "; using ",
                found.string());
}

// The places that were searched for a data set of this name, for use in a sentence; "" if the name
// is a path.
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
  throw_failure(
      folder.string(), ": expected a folder with ",
      split == Split::kTrain ? "train-images-idx3-ubyte" : "t10k-images-idx3-ubyte",
      " (or .gz), found no such ",
      is_folder(folder) ? "file in it" : concat("folder", places_searched(folder)), "; set ",
      kDataVariable,
      " to the folder that holds mnist, or download MNIST with `.ci/setup.sh data` in the "
      "sources of Hourglass");
}

}  // namespace

std::uint32_t checksum(const Dataset& dataset) {
  return static_cast<std::uint32_t>(
      ::crc32_z(::crc32_z(0, nullptr, 0), dataset.pixels.data(), dataset.pixels.size()));
}

std::string folder_name(const fs::path& folder) {
  std::error_code ignored;
  const fs::path whole = fs::absolute(folder, ignored).lexically_normal();
  return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

std::string_view to_string(Split split) { return split == Split::kTest ? "test" : "training"; }

fs::path data_folder(const std::optional<std::string>& name) {
  std::error_code ignored;
  if (name && fs::exists(*name, ignored)) return *name;
  const std::string data_set = name.value_or("mnist");
  const std::optional<fs::path> found = find_data_set(data_set);
  if (!found) return data_set;
  warn_if_found_elsewhere(data_set, *found);
  return *found;
}

std::vector<fs::path> split_files(const fs::path& folder, Split split) {
  std::vector<fs::path> files;
  for (const Content content : {Content::kImages, Content::kLabels}) {
    if (const auto path = find(folder, split, content)) files.push_back(*path);
  }
  return files;
}

bool has_split(const fs::path& folder, Split split) {
  return find(folder, split, Content::kImages).has_value();
}

Shape image_shape(const fs::path& folder, Split split) {
  const std::optional<fs::path> path = find(folder, split, Content::kImages);
  if (!path) report_missing(folder, split);
  const SharedBytes bytes = map_file(*path);
  const Bytes unpacked =
      is_gzip(bytes) ? value_of(gunzip(bytes, path->string(), kMostIdxHeader)) : Bytes();
  const std::optional<Shape> shape = idx_image_shape(is_gzip(bytes) ? ByteSpan(unpacked) : bytes);
  return shape ? *shape
               : load_split(folder, split, std::nullopt).shape;  // which says what is wrong
}

Dataset load_split(const fs::path& folder, Split split, std::optional<std::size_t> limit) {
  const std::optional<fs::path> images_path = find(folder, split, Content::kImages);
  if (!images_path) report_missing(folder, split);
  Dataset dataset = value_of(parse_idx_images(read_idx(*images_path), images_path->string()));
  if (const std::optional<fs::path> path = find(folder, split, Content::kLabels)) {
    dataset.labels = value_of(parse_idx_labels(read_idx(*path), path->string()));
    if (dataset.labels.size() != dataset.count()) {
      throw_failure(path->string(), ": expected one label for each of the ",
                    with_commas(dataset.count()), " images, found ",
                    with_commas(dataset.labels.size()));
    }
  }
  if (limit && *limit < dataset.count()) dataset = dataset.slice(0, *limit);
  return dataset;
}

}  // namespace hourglass::cli
