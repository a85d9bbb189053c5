#include "native_cli/import/data_set.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <utility>

#include "core/base/random.h"
#include "native_cli/import/classes.h"
#include "native_cli/text/failure.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

constexpr double kDefaultTestShare = 0.15;

Bytes labels_of(const std::vector<std::uint32_t>& numbers, const Classes& classes) {
  Bytes labels;
  labels.reserve(numbers.size());
  for (const std::uint32_t number : numbers) labels.push_back(classes.labels[number]);
  return labels;
}

LabelledImages pick(const LabelledImages& images, std::span<const std::uint32_t> numbers,
                    Split split) {
  const std::size_t size = images.pixels.size() / images.count;
  LabelledImages picked{.split = split, .count = numbers.size()};
  picked.pixels.reserve(size * numbers.size());
  for (const std::uint32_t number : numbers) {
    const auto first = images.pixels.begin() + static_cast<std::ptrdiff_t>(number * size);
    picked.pixels.insert(picked.pixels.end(), first, first + static_cast<std::ptrdiff_t>(size));
    if (!images.labels.empty()) picked.labels.push_back(images.labels[number]);
  }
  return picked;
}

std::size_t test_count(std::size_t count, double share, const std::string& path) {
  if (share == 0) return 0;
  if (count < 2) {
    throw_failure(path, ": expected at least 2 images for a training and a test set, found ", count,
                  "; --test-share 0 makes no test set");
  }
  const auto wanted = static_cast<std::size_t>(std::lround(share * static_cast<double>(count)));
  return std::clamp<std::size_t>(wanted, 1, count - 1);
}

std::vector<LabelledImages> split_images(const LabelledImages& images, const SplitOptions& options,
                                         const std::string& path) {
  std::vector<std::uint32_t> order(images.count);
  std::iota(order.begin(), order.end(), 0U);
  constexpr std::uint64_t kOrderOfSplit = 1000;  // not the order in which pictures are read
  Random(options.seed, Purpose::kShuffle, kOrderOfSplit).shuffle(order);
  const std::size_t tests =
      test_count(images.count, options.test_share.value_or(kDefaultTestShare), path);
  const std::span<const std::uint32_t> numbers(order);
  std::vector<LabelledImages> splits{pick(images, numbers.subspan(tests), Split::kTrain)};
  if (tests > 0) splits.push_back(pick(images, numbers.first(tests), Split::kTest));
  return splits;
}

}  // namespace

ImportedData make_data_set(Collection collection, const SplitOptions& options,
                           const std::string& path) {
  Classes classes = number_classes(collection.classes, path);
  for (std::string& name : classes.names) {
    if (const auto known = collection.class_names.find(name);
        known != collection.class_names.end()) {
      name = known->second;
    }
  }
  ImportedData data{.width = collection.width,
                    .height = collection.height,
                    .channels = collection.channels,
                    .splits = {},
                    .class_names = std::move(classes.names)};
  for (ImageSet& set : collection.sets) {
    data.splits.push_back({.split = set.split.value_or(Split::kTrain),
                           .pixels = std::move(set.pixels),
                           .labels = labels_of(set.classes, classes),
                           .count = set.count});
  }
  const bool is_split = data.splits.size() == 2;
  if (is_split && options.test_share) {
    throw_usage_error(
        "--test-share: expected a source that is not split yet, found one with a "
        "training and a test set; leave out the option");
  }
  if (!is_split) data.splits = split_images(data.splits.front(), options, path);
  return data;
}

}  // namespace hourglass::cli
