// How well a model rebuilds each image of a dataset.
#pragma once

#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/model.h"

namespace hourglass {

// The mean squared error of each image against its own reconstruction. Refused: no images, images
// of another size.
Result<std::vector<double>> image_errors(const Model& model, const Dataset& dataset,
                                         ThreadTeam& team);

}  // namespace hourglass
