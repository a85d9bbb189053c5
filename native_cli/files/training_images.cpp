#include "native_cli/files/training_images.h"

#include "native_cli/files/data_folder.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

// What `compute` returns for the first `count` images, computed once.
template <class T>
const T& of_first(const Dataset& images, std::size_t count, std::map<std::size_t, T>& known,
                  T (*compute)(const Dataset&)) {
  const auto found = known.find(count);
  if (found != known.end()) return found->second;
  return known.emplace(count, compute(images.slice(0, count))).first->second;
}

}  // namespace

std::size_t images_of(const TrainingState& training) {
  return training.images + training.validation_images;
}

TrainingImages::TrainingImages(const std::filesystem::path& folder) {
  if (!has_split(folder, Split::kTrain)) return;
  try {
    images_ = load_split(folder, Split::kTrain, std::nullopt);
  } catch (const Failure&) {
    // Models are measured on the test images; a damaged training set only leaves their origin open.
    images_ = {};
  }
}

Origin TrainingImages::origin_of(const Checkpoint& checkpoint) {
  const TrainingState& training = checkpoint.training;
  if (count() == 0 || training.images == 0) return Origin::kUnknown;
  if (images_of(training) > count()) return Origin::kOthers;
  const auto origin = [](bool is_same) { return is_same ? Origin::kThese : Origin::kOthers; };
  if (const auto fitted = statistics_of(checkpoint.model)) {
    const auto& own = of_first(images_, training.images, statistics_, statistics_of);
    return origin(own && are_of_same_images(*fitted, *own));
  }
  if (!training.run || training.run->pixels_crc32 == 0) return Origin::kUnknown;
  const std::uint32_t own = of_first(images_, images_of(training), checksums_, checksum);
  return origin(training.run->pixels_crc32 == own);
}

}  // namespace hourglass::cli
