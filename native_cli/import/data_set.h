// The data set that an import makes: images and labels in a training and a test set.
#pragma once

#include <string>
#include <vector>

#include "native_cli/import/collect.h"

namespace hourglass::cli {

// The images of one split. There is a label for each, or there are none.
struct LabelledImages {
  Split split = Split::kTrain;
  Bytes pixels{};
  Bytes labels{};
  std::size_t count = 0;
};

struct ImportedData {
  int width = 0;
  int height = 0;
  int channels = 1;
  std::vector<LabelledImages> splits;      // training images first
  std::vector<std::string> class_names{};  // by label

  std::size_t image_size() const {
    return static_cast<std::size_t>(width) * static_cast<std::size_t>(height) *
           static_cast<std::size_t>(channels);
  }
};

// Which part of the images become test images if the source does not say; 0 for none.
struct SplitOptions {
  std::optional<double> test_share{};
  std::uint64_t seed = 1;
};

// A source that has a training and a test set keeps them, each in its order. The images of any
// other source are shuffled and split. Fails, with `path` in the message, if there are too many
// classes or too few images.
ImportedData make_data_set(Collection collection, const SplitOptions& options,
                           const std::string& path);

}  // namespace hourglass::cli
