// Tells whether a model was trained on the training images of a folder.
#pragma once

#include <filesystem>
#include <map>
#include <optional>

#include "core/io/checkpoint.h"
#include "core/models/pca.h"

namespace hourglass::cli {

enum class Origin : std::uint8_t {
  kUnknown,  // a file of the web page or of an older version does not say
  kThese,
  kOthers,
};

// The number of images that the run took, including held-out ones.
std::size_t images_of(const TrainingState& training);

class TrainingImages {
 public:
  explicit TrainingImages(Dataset images) : images_(std::move(images)) {}

  // The training images of a folder; none if it has no training set, or a damaged one.
  explicit TrainingImages(const std::filesystem::path& folder);

  std::size_t count() const { return images_.count(); }

  // Whether the model was trained on these images, or on the first of them. The checksum in its
  // file tells, or for an exact fit its mean and total variance.
  Origin origin_of(const Checkpoint& checkpoint);

 private:
  Dataset images_;
  // Of the first images, by their number.
  std::map<std::size_t, std::uint32_t> checksums_;
  std::map<std::size_t, std::optional<ImageStatistics>> statistics_;
};

}  // namespace hourglass::cli
