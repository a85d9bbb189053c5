// A folder of images in MNIST's form: the IDX files of a training and a test set, gzipped or not,
// under the names of MNIST, EMNIST or QMNIST.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "core/data/dataset.h"

namespace hourglass::cli {

enum class Split : bool { kTest, kTrain };

// "test", "training".
std::string_view to_string(Split split);

// The folder that `name` means: an existing path, or a data set ("fashion-mnist") in one of the
// folders where data sets are kept. These are searched in this order: $HOURGLASS_DATA,
// $XDG_DATA_HOME/hourglass, hourglass in each of $XDG_DATA_DIRS, and the folder that set-up fills.
// Without a name it is MNIST in one of them. A path that is not there comes back as it is: it may
// be FOLDER/NAME, where the files in FOLDER begin with "NAME-".
std::filesystem::path data_folder(const std::optional<std::string>& name);

// The CRC-32 (zlib's) of the pixels: whether two folders hold the same images.
std::uint32_t checksum(const Dataset& dataset);

// The files that load_split reads.
std::vector<std::filesystem::path> split_files(const std::filesystem::path& folder, Split split);

bool has_split(const std::filesystem::path& folder, Split split);

// The images of a split, the first `limit` of them where a limit is given, with their labels where
// the folder has them. The pixels of a plain file are read from it as they are used, so that it may
// be larger than memory.
Dataset load_split(const std::filesystem::path& folder, Split split,
                   std::optional<std::size_t> limit);

}  // namespace hourglass::cli
