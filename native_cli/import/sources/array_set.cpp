#include "native_cli/import/sources/array_set.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "native_cli/files/formats/zip.h"
#include "native_cli/files/output_target.h"
#include "native_cli/files/read_file.h"
#include "native_cli/import/sources/source.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostUnpacked = std::size_t{1} << 33;

struct NamedBytes {
  std::string name;
  std::string place;
  SharedBytes bytes;
};

// The arrays in one file. An archive with a single array, which NumPy calls arr_0, goes by the name
// of the file.
std::vector<NamedBytes> read_arrays(const fs::path& path) {
  const std::string stem = path.stem().string();
  SharedBytes bytes = map_file(path);
  if (!is_zip(bytes)) return {{stem, path.string(), bytes}};
  const ByteSpan span(bytes.data(), bytes.size());
  std::vector<ZipEntry> entries = value_of(unzip(span, path.string(), ".npy", kMostUnpacked));
  if (entries.empty()) {
    throw_failure(path.string(),
                  ": expected NumPy arrays in the archive, found none; if it holds "
                  "other files, unpack it first");
  }
  std::vector<NamedBytes> arrays;
  for (ZipEntry& entry : entries) {
    const std::string name = fs::path(entry.name).stem().string();
    arrays.push_back({entries.size() == 1 ? stem : name, concat(path.string(), ": ", name),
                      SharedBytes(std::move(entry.content))});
  }
  return arrays;
}

bool is_array_name(const fs::path& path) {
  return has_extension(path, ".npy") || has_extension(path, ".npz");
}

// The files of the source: one, the files of its set if it has one of KMNIST's names, or a
// folder's.
std::vector<fs::path> array_files(const fs::path& path) {
  const bool is_folder = fs::is_directory(path);
  const std::string name = path.filename().string();
  std::size_t prefix = 0;
  if (!is_folder) {
    prefix = std::min(name.find("-train-imgs"), name.find("-test-imgs"));
    if (prefix == std::string::npos) return {path};
  }
  const fs::path folder = path.parent_path().empty() ? fs::path(".") : path.parent_path();
  std::vector<fs::path> files = files_in(is_folder ? path : folder);
  std::erase_if(files, [&](const fs::path& file) {
    const std::string other = file.filename().string();
    const bool is_of_set = is_folder || other.starts_with(name.substr(0, prefix) + "-train-") ||
                           other.starts_with(name.substr(0, prefix) + "-test-");
    return !is_array_name(file) || !is_of_set;
  });
  return files;
}

bool is_labels(const NamedArray& array) {
  const std::vector<std::size_t>& shape = array.array.shape;
  return shape.size() == 1 || (shape.size() == 2 && shape[1] == 1);
}

bool is_named_label(const NamedArray& array) {
  const std::string& name = array.name;
  return name == "y" || name.starts_with("y_") || name.ends_with("_y") ||
         name.find("label") != std::string::npos || name.find("target") != std::string::npos;
}

enum class Role : std::uint8_t { kTrain, kTest, kNeither, kLeftOut };

Role role_of(const NamedArray& array) {
  if (array.name.find("train") != std::string::npos) return Role::kTrain;
  if (array.name.find("test") != std::string::npos) return Role::kTest;
  return array.name.find("val") == std::string::npos ? Role::kNeither : Role::kLeftOut;
}

// The images among the arrays of one role: the only ones, or those with the most dimensions.
const NamedArray* choose_images(const std::vector<const NamedArray*>& candidates) {
  if (candidates.empty()) return nullptr;
  const auto dimensions = [](const NamedArray* array) { return array->array.shape.size(); };
  const NamedArray* const best = *std::ranges::max_element(candidates, {}, dimensions);
  if (std::ranges::count(candidates, dimensions(best), dimensions) > 1) {
    throw_failure(candidates[0]->place, ": expected one array of images, found another one in ",
                  candidates[1]->place, "; name one file, or save one array alone");
  }
  return best;
}

// The labels among the arrays of one role: the only ones, those of the same number as the images,
// or those that are named so.
const NamedArray* choose_labels(std::vector<const NamedArray*> candidates, std::size_t images) {
  if (candidates.size() > 1) {
    std::erase_if(candidates, [images](const NamedArray* array) {
      return array->array.shape.front() != images;
    });
  }
  if (candidates.size() > 1) {
    std::erase_if(candidates, [](const NamedArray* array) { return !is_named_label(*array); });
  }
  return candidates.size() == 1 ? candidates.front() : nullptr;
}

std::optional<ArrayPair> find_pair(const std::vector<NamedArray>& arrays, Role role,
                                   std::optional<Split> split) {
  std::vector<const NamedArray*> images;
  std::vector<const NamedArray*> labels;
  for (const NamedArray& array : arrays) {
    if (role_of(array) == role) (is_labels(array) ? labels : images).push_back(&array);
  }
  const NamedArray* const chosen = choose_images(images);
  if (chosen == nullptr) return std::nullopt;
  ArrayPair pair{.split = split, .images = *chosen};
  const std::size_t images_count = chosen->array.shape.empty() ? 0 : chosen->array.shape.front();
  if (const NamedArray* const found = choose_labels(labels, images_count)) pair.labels = *found;
  return pair;
}

NamedArray parse(const NamedBytes& bytes) {
  const ByteSpan span(bytes.bytes.data(), bytes.bytes.size());
  return {bytes.name, bytes.place, bytes.bytes, value_of(parse_npy_array(span, bytes.place))};
}

// The arrays of numbers. Others, such as texts, are left out with a sentence that says so.
std::vector<NamedArray> parse_all(const fs::path& path, std::vector<std::string>& skipped) {
  std::vector<NamedArray> arrays;
  for (const fs::path& file : array_files(path)) {
    for (const NamedBytes& bytes : read_arrays(file)) {
      try {
        NamedArray array = parse(bytes);
        if (role_of(array) == Role::kLeftOut) {
          skipped.push_back(concat(array.place, ": expected train or test in its name"));
        } else {
          arrays.push_back(std::move(array));
        }
      } catch (const Failure& failure) {
        skipped.emplace_back(failure.what());
      }
    }
  }
  return arrays;
}

}  // namespace

ArraySet find_arrays(const fs::path& path, const std::optional<std::string>& labels) {
  ArraySet set;
  const std::vector<NamedArray> arrays = parse_all(path, set.skipped);
  constexpr std::array kRoles{std::pair{Role::kTrain, std::optional(Split::kTrain)},
                              std::pair{Role::kTest, std::optional(Split::kTest)},
                              std::pair{Role::kNeither, std::optional<Split>()}};
  for (const auto& [role, split] : kRoles) {
    if (role == Role::kNeither && !set.pairs.empty()) break;
    if (auto pair = find_pair(arrays, role, split)) set.pairs.push_back(std::move(*pair));
  }
  if (set.pairs.empty()) {
    if (arrays.empty() && !set.skipped.empty()) throw_failure(set.skipped.front());
    throw_failure(
        path.string(), ": expected an array of images with 2 to 4 dimensions, found ",
        arrays.empty() ? "none" : concat("one of shape ", shape_text(arrays[0].array.shape)));
  }
  if (labels) {
    if (set.pairs.size() > 1) {
      throw_usage_error("--labels: expected a source with one array of images, found two");
    }
    set.pairs.front().labels = parse(read_arrays(*labels).front());
  }
  return set;
}

bool is_array_folder(const fs::path& folder) {
  return std::ranges::any_of(files_in(folder), is_array_name);
}

}  // namespace hourglass::cli
