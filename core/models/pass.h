// Passes images through a model: a batch of them, or a whole data set in chunks, which bounds the
// memory needed.
#pragma once

#include <functional>
#include <span>

#include "core/compute/thread_team.h"
#include "core/data/batch.h"
#include "core/models/model.h"

namespace hourglass {

// Noise on the images of a pass; see corrupt_images.
struct Corruption {
  Noise noise{};
  std::uint64_t seed = 1;
};

// A batch on its way through a network.
struct PassBatch {
  Workspace workspace;
  Matrix clean;  // the images without noise (pixels × images)

  int count() const { return workspace.columns(); }
  ConstMatrixView target() const { return {clean.data(), clean.rows(), clean.cols()}; }

  // Loads the images at the indices `numbers`, corrupted, as the network's input. For the noise
  // (see corrupt_images), `first_draw` is the generator index of the first of them.
  void load(const Network& network, const Dataset& dataset, std::span<const std::uint32_t> numbers,
            const Corruption& corruption, std::uint64_t first_draw);
};

// Called for each chunk: `first` is the index of its first image in the dataset, and its workspace
// holds activation(0)…activation(last_layer). Each member gets its chunks in order. All chunks but
// the last have Network::chunk_size() images, whatever the size of the team.
using ChunkVisitor = std::function<void(int member, std::size_t first, PassBatch& chunk)>;

// Passes every image through the model's layers [0, last_layer), shared among the team; image i
// draws its noise from generator i (see corrupt_images). Returns an error if check_images
// does.
Result<void> for_each_chunk(const Model& model, const Dataset& dataset,
                            const Corruption& corruption, std::size_t last_layer, ThreadTeam& team,
                            const ChunkVisitor& visit);

}  // namespace hourglass
