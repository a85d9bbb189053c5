// Passes a dataset through a model in chunks of images, which bounds the memory needed.
#pragma once

#include <functional>

#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/model.h"

namespace hourglass {

// Called for each chunk: its first image is number `first` of the dataset, and the workspace holds
// activation(0)…activation(last_layer) of its images. Each member gets its chunks in order.
using ChunkVisitor = std::function<void(int member, std::size_t first, Workspace& workspace)>;

// Passes every image through the model's layers [0, last_layer), shared among the team. Returns an
// error if there are no images or their size does not fit the model.
Result<void> for_each_chunk(const Model& model, const Dataset& dataset, std::size_t last_layer,
                            ThreadTeam& team, const ChunkVisitor& visit);

// The code of every image, contiguous. Returns an error as above, or if a code is not finite.
Result<std::vector<Scalar>> codes_of(const Model& model, const Dataset& dataset, ThreadTeam& team);

}  // namespace hourglass
