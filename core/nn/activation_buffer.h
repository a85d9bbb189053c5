// Holds the activations (or their gradients) of a batch between two layers, in either layout (see
// Layout). Reading converts if only the other layout is valid; writing makes the other one invalid.
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

  // The column layout, one image per column (units × images).
  ConstMatrixView columns() const;
  MatrixView write_columns();  // keeps what was there

  // A block of the lane layout: kLanes images, one per row (kLanes × units). In the last block, the
  // rows after the last image hold finite numbers.
  int block_count() const;
  ConstMatrixView lanes(int block) const;
  MatrixView write_lanes(int block);  // for a caller that overwrites all blocks

  bool only_lanes_valid() const { return lanes_valid_ && !columns_valid_; }

 private:
  MatrixView column_memory() const;
  MatrixView lane_memory(int block) const;

  int units_ = 0;
  int images_ = 0;
  mutable bool columns_valid_ = true;
  mutable bool lanes_valid_ = false;
  mutable AlignedBlock columns_;
  std::shared_ptr<AlignedBlock> lanes_ = std::make_shared<AlignedBlock>();
};

}  // namespace hourglass
