// The codes of a set of images, and which of them are nearest to another code.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <vector>

#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/model.h"

namespace hourglass {

struct Codes {
  std::vector<Scalar> values;  // one code after the other
  int units = 0;               // numbers per code

  std::size_t count() const { return values.size() / static_cast<std::size_t>(units); }

  // (units × count)
  ConstMatrixView matrix() const {
    return {values.data(), units, static_cast<Eigen::Index>(count())};
  }
};

// The code of every image. Returns an error if there are no images, their size does not
// fit the model, or a code is not finite.
Result<Codes> codes_of(const Model& model, const Dataset& dataset, ThreadTeam& team);

// Returns an error unless a code has this many units.
Result<void> check_code(int units, std::span<const Scalar> code);

struct Ranked {
  Scalar value;
  std::uint32_t image;  // the number of the image that the value belongs to
  auto operator<=>(const Ranked&) const = default;
};

// One value per image, smallest first; equal values are in the order of the images.
std::vector<Ranked> ranked(std::span<const Scalar> values);

// Images in order of the Euclidean distance of their codes from another code, nearest first.
struct Neighbours {
  std::vector<std::uint32_t> images;
  std::vector<Scalar> distances;
};

// The `count` nearest codes, or all if there are fewer; codes at equal distances are in the order
// of the images. Returns an error if `code` has another number of units.
Result<Neighbours> nearest_codes(const Codes& codes, std::span<const Scalar> code, int count);

}  // namespace hourglass
