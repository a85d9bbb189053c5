// One pass of a dataset through a model, a chunk of images at a time, so that memory stays small
// however many there are.
#pragma once

#include <functional>

#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/model.h"

namespace hourglass {

// What is done with a chunk: its first image is number `first` of the dataset, and the workspace
// holds its columns in activation(0)…activation(last_layer). Chunks of one member come in order.
using ChunkVisitor = std::function<void(int member, std::size_t first, Workspace& workspace)>;

// Sends every image through the model's layers [0, last_layer), the images shared out among the
// team. Refused: no images, images of another size.
Result<void> for_each_chunk(const Model& model, const Dataset& dataset, std::size_t last_layer,
                            ThreadTeam& team, const ChunkVisitor& visit);

// The code of every image, one after the other. Refused: as above, and codes that are not finite,
// as of a model whose training has diverged.
Result<std::vector<Scalar>> codes_of(const Model& model, const Dataset& dataset, ThreadTeam& team);

}  // namespace hourglass
