#include "core/nn/activation_buffer.h"

#include <algorithm>

#include "core/compute/transpose.h"

namespace hourglass {
namespace {

void grow(AlignedBlock& block, Eigen::Index size) {
  if (block.size() < size) block.resize(size);
}

}  // namespace

void ActivationBuffer::resize(int units, int images) {
  units_ = units;
  images_ = images;
  columns_valid_ = true;
  lanes_valid_ = false;
}

MatrixView ActivationBuffer::column_memory() const {
  grow(columns_, Eigen::Index{units_} * images_);
  return {columns_.data(), units_, images_};
}

MatrixView ActivationBuffer::lane_memory(int block) const {
  const Eigen::Index size = kLanes * units_;
  grow(*lanes_, block_count() * size);
  return {lanes_->data() + block * size, kLanes, units_};
}

ConstMatrixView ActivationBuffer::columns() const {
  MatrixView columns = column_memory();
  if (columns_valid_) return read_only(columns);
  for (int block = 0; block < block_count(); ++block) {
    const Eigen::Index first = block * kLanes;
    const Eigen::Index count = std::min<Eigen::Index>(kLanes, images_ - first);
    transpose({lane_memory(block).data(), kLanes}, units_, count,
              {columns.col(first).data(), units_});
  }
  columns_valid_ = true;
  return read_only(columns);
}

MatrixView ActivationBuffer::write_columns() {
  columns();
  lanes_valid_ = false;
  return column_memory();
}

int ActivationBuffer::block_count() const {
  return static_cast<int>((images_ + kLanes - 1) / kLanes);
}

ConstMatrixView ActivationBuffer::lanes(int block) const {
  if (lanes_valid_) return read_only(lane_memory(block));
  const MatrixView columns = column_memory();
  for (int other = 0; other < block_count(); ++other) {
    MatrixView lanes = lane_memory(other);
    const Eigen::Index first = other * kLanes;
    const Eigen::Index count = std::min<Eigen::Index>(kLanes, images_ - first);
    transpose({columns.col(first).data(), units_}, count, units_, {lanes.data(), kLanes});
    lanes.bottomRows(kLanes - count).setZero();
  }
  lanes_valid_ = true;
  return read_only(lane_memory(block));
}

MatrixView ActivationBuffer::write_lanes(int block) {
  columns_valid_ = false;
  lanes_valid_ = true;
  return lane_memory(block);
}

}  // namespace hourglass
