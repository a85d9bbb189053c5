// The codes of a set of images.
#pragma once

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

}  // namespace hourglass
