// The NumPy arrays of a source, found by their names and shapes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/shared_bytes.h"
#include "native_cli/files/data_folder.h"
#include "native_cli/files/formats/npy_array.h"

namespace hourglass::cli {

struct NamedArray {
  std::string name;   // "x_train", from the archive or the file's name
  std::string place;  // for messages: "digits.npz: x_train"
  SharedBytes bytes;
  NpyArray array;  // its numbers are in `bytes`
};

// The images of a training set, a test set or neither, and their labels if there are any.
struct ArrayPair {
  std::optional<Split> split;
  NamedArray images;
  std::optional<NamedArray> labels{};
};

struct ArraySet {
  std::vector<ArrayPair> pairs;      // training images first
  std::vector<std::string> skipped;  // sentences about arrays that are left out
};

// The arrays in a .npy file, a .npz archive or all such files in a folder. "train" or "test" in a
// name tells the split; arrays of one dimension, or of one column, are labels. A file of KMNIST's
// images
// ("kmnist-train-imgs.npz") brings the other three of its set. `labels` is one more file.
ArraySet find_arrays(const std::filesystem::path& path, const std::optional<std::string>& labels);

}  // namespace hourglass::cli
