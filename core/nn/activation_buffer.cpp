#include "core/nn/activation_buffer.h"

#include <algorithm>

#include "core/base/simd.h"

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

MatrixView ActivationBuffer::view_of_columns() {
  grow(columns_, Eigen::Index{units_} * images_);
  return {columns_.data(), units_, images_};
}

MatrixView ActivationBuffer::columns() {
  MatrixView columns = view_of_columns();
  if (columns_valid_) return columns;
  for (int index = 0; index < block_count(); ++index) {
    const MatrixView block = view_of_block(index);
    const Eigen::Index first = index * kLanes;
    const Eigen::Index count = std::min<Eigen::Index>(kLanes, images_ - first);
    columns.middleCols(first, count) = block.topRows(count).transpose();
  }
  columns_valid_ = true;
  return columns;
}

MatrixView ActivationBuffer::edit_columns() {
  columns();
  return overwrite_columns();
}

MatrixView ActivationBuffer::overwrite_columns() {
  columns_valid_ = true;
  lanes_valid_ = false;
  return view_of_columns();
}

int ActivationBuffer::block_count() const {
  return static_cast<int>((images_ + kLanes - 1) / kLanes);
}

MatrixView ActivationBuffer::view_of_block(int index) {
  const Eigen::Index size = kLanes * units_;
  grow(*lanes_, block_count() * size);
  return {lanes_->data() + index * size, kLanes, units_};
}

MatrixView ActivationBuffer::block(int index) {
  if (!lanes_valid_) {
    const MatrixView columns = view_of_columns();
    for (int other = 0; other < block_count(); ++other) {
      MatrixView block = view_of_block(other);
      const Eigen::Index first = other * kLanes;
      const Eigen::Index count = std::min<Eigen::Index>(kLanes, images_ - first);
      block.topRows(count) = columns.middleCols(first, count).transpose();
      block.bottomRows(kLanes - count).setZero();
    }
    lanes_valid_ = true;
  }
  return view_of_block(index);
}

void ActivationBuffer::overwrite_lanes() {
  columns_valid_ = false;
  lanes_valid_ = true;
}

}  // namespace hourglass
