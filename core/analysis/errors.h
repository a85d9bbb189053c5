// The reconstruction error of each image of a dataset.
#pragma once

#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/model.h"

namespace hourglass {

// The mean squared error between each image and its reconstruction. Returns an error if there are
// no images or their size does not fit the model.
Result<std::vector<double>> image_errors(const Model& model, const Dataset& dataset,
                                         ThreadTeam& team);

}  // namespace hourglass
