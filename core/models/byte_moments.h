// Sums over images of their bytes and of the products of any two bytes, exact.
//
// The products are nearly all the work of a PCA: N n² / 2 for N images of n pixels. They are taken
// in integers by the instruction that every target has for pairs of 16 bits (pmaddwd,
// i32x4.dot_i16x8), twice as many at a time as in float. 60,000 images of MNIST take 0.24 s on one
// core, against 0.43 s by Eigen's products in float and 0.9 s in double. Nothing is rounded, so the
// sums do not depend on the threads.
#pragma once

#include <Eigen/Core>
#include <span>

#include "core/base/result.h"
#include "core/compute/thread_team.h"

namespace hourglass {

struct ByteMoments {
  Eigen::VectorXd sums;      // Σ x
  Eigen::MatrixXd products;  // Σ x xᵀ
};

// Of the pixels of these numbers, in images that lie one after the other, `image_size` bytes each.
ByteMoments byte_moments(ByteSpan images, std::size_t image_size,
                         std::span<const std::uint32_t> pixels, ThreadTeam& team);

}  // namespace hourglass
