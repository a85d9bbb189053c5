// Loads folders of images in MNIST's format: the IDX files of a training and a test set, gzipped or
// not, with the file names of MNIST, EMNIST or QMNIST. The images may have any size, and colours.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "core/data/dataset.h"

namespace hourglass::cli {

enum class Split : bool { kTest, kTrain };

// "test", "training".
std::string_view to_string(Split split);

// The folder that `name` refers to: an existing path, or a data set such as "fashion-mnist" (by
// default "mnist"), which is searched for in this order: in $HOURGLASS_DATA,
// $XDG_DATA_HOME/hourglass, hourglass in each of $XDG_DATA_DIRS, and the folder that set-up fills.
// A path that does not exist is returned unchanged: it may be FOLDER/NAME, for files in FOLDER
// whose names start with "NAME-".
std::filesystem::path data_folder(const std::optional<std::string>& name);

// "mnist" of "data/mnist" and of "data/mnist/": the name of a folder in text for people.
std::string folder_name(const std::filesystem::path& folder);

// The CRC-32 (as in zlib) of the pixels, which tells whether two folders hold the same images.
std::uint32_t checksum(const Dataset& dataset);

// The files that load_split reads.
std::vector<std::filesystem::path> split_files(const std::filesystem::path& folder, Split split);

bool has_split(const std::filesystem::path& folder, Split split);

// The shape of the images of a split, which is read from the header of their file.
Shape image_shape(const std::filesystem::path& folder, Split split);

// The images of a split, or the first `limit` of them, with their labels if the folder has any. A
// file that is not compressed is mapped, so that it may be larger than memory.
Dataset load_split(const std::filesystem::path& folder, Split split,
                   std::optional<std::size_t> limit);

}  // namespace hourglass::cli
