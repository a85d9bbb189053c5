// The activations between two layers, or their gradients, of a batch: in the layout that each layer
// asks for, brought over from the other where it has to be.
#pragma once

#include <memory>
#include <utility>

#include "core/base/scalar.h"

namespace hourglass {

class Activations {
 public:
  Activations() = default;
  Activations(Activations&&) = default;
  Activations& operator=(Activations&&) = default;

  // Contents are then undefined. Memory grows and is never given back.
  void resize(int units, int images);

  // Keeps the lanes in memory that others use too, each when what the last one wrote is not needed
  // any more.
  void keep_lanes_in(std::shared_ptr<AlignedBlock> shared) { lanes_ = std::move(shared); }

  // One image per column: (units × images). What is written there is not seen in the lanes.
  MatrixView columns();
  // The same for whoever writes: from now on only the columns count.
  MatrixView edit_columns();
  // The same for whoever writes all of it.
  MatrixView new_columns();

  // Images in lanes, a block of kLanes at a time, an image per row: (kLanes × units). Rows behind
  // the last image are finite.
  int block_count() const;
  MatrixView block(int index);
  // Makes the lanes what counts, for whoever writes all blocks.
  void new_lanes();
  bool are_only_in_lanes() const { return lanes_count_ && !columns_count_; }

 private:
  MatrixView view_of_columns();
  MatrixView view_of_block(int index);

  int units_ = 0;
  int images_ = 0;
  bool columns_count_ = true;
  bool lanes_count_ = false;
  AlignedBlock columns_;
  std::shared_ptr<AlignedBlock> lanes_ = std::make_shared<AlignedBlock>();
};

}  // namespace hourglass
