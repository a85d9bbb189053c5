// The codes of a dataset.
#pragma once

#include <vector>

#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/model.h"

namespace hourglass {

// The code of every image, contiguous. Returns an error if there are no images, their size does not
// fit the model, or a code is not finite.
Result<std::vector<Scalar>> codes_of(const Model& model, const Dataset& dataset, ThreadTeam& team);

}  // namespace hourglass
