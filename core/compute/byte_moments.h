// Exact sums over images: of each byte, and of the product of every two bytes of an image.
//
// The products are nearly all the work of a PCA: N n² / 2 for N images of n pixels. They are
// computed in integers by an instruction that multiplies pairs of 16-bit numbers (pmaddwd,
// i32x4.dot_i16x8), at twice the rate of float products. Nothing is rounded, so the sums do not
// depend on the threads.
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

// The moments of the pixels at the indices `pixels`, over contiguous images of `image_size` bytes.
ByteMoments byte_moments(ByteSpan images, std::size_t image_size,
                         std::span<const std::uint32_t> pixels, ThreadTeam& team);

}  // namespace hourglass
