// Holds the activations (or their gradients) of a batch between two layers. Returns them in the
// layout that a layer asks for, and converts them if only the other layout is valid.
#pragma once

#include <memory>
#include <utility>

#include "core/base/scalar.h"

namespace hourglass {

class ActivationBuffer {
 public:
  ActivationBuffer() = default;
  ActivationBuffer(ActivationBuffer&&) = default;
  ActivationBuffer& operator=(ActivationBuffer&&) = default;

  // Leaves the contents undefined. The memory only grows.
  void resize(int units, int images);

  // Shares its lane memory with other buffers that are never live at the same time.
  void share_lane_memory(std::shared_ptr<AlignedBlock> shared) { lanes_ = std::move(shared); }

  // Returns the column layout, one image per column (units × images), for reading only: writes made
  // through this view do not reach the lane layout.
  MatrixView columns();
  // Returns the same view for reading and writing. Afterwards only the column layout is valid.
  MatrixView edit_columns();
  // Like edit_columns(), but converts nothing, for a caller that overwrites everything.
  MatrixView overwrite_columns();

  // The lane layout, in blocks of kLanes images with one image per row (kLanes × units). In the
  // last block, the rows after the last image hold finite numbers.
  int block_count() const;
  MatrixView block(int index);
  // Marks only the lane layout as valid, for a caller that overwrites all blocks.
  void overwrite_lanes();
  bool only_lanes_valid() const { return lanes_valid_ && !columns_valid_; }

 private:
  MatrixView view_of_columns();
  MatrixView view_of_block(int index);

  int units_ = 0;
  int images_ = 0;
  bool columns_valid_ = true;
  bool lanes_valid_ = false;
  AlignedBlock columns_;
  std::shared_ptr<AlignedBlock> lanes_ = std::make_shared<AlignedBlock>();
};

}  // namespace hourglass
