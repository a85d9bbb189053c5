#include "core/compute/byte_moments.h"

#include <numeric>

#include "tests/core/support.h"

namespace hourglass {
namespace {

// The definition, computed in double precision.
ByteMoments plain_moments(const Dataset& images, std::span<const std::uint32_t> pixels) {
  const auto n = static_cast<Eigen::Index>(pixels.size());
  ByteMoments moments{.sums = Eigen::VectorXd::Zero(n), .products = Eigen::MatrixXd::Zero(n, n)};
  for (std::size_t i = 0; i < images.count(); ++i) {
    Eigen::VectorXd x(n);
    std::ranges::transform(pixels, x.begin(), [image = images.image(i)](std::uint32_t pixel) {
      return double{1} * image[pixel];
    });
    moments.sums += x;
    moments.products += x * x.transpose();
  }
  return moments;
}

void expect_plain_moments(const Dataset& images, std::span<const std::uint32_t> pixels,
                          int threads) {
  ThreadTeam team(threads);
  const ByteMoments found = byte_moments(images.pixels, images.image_size(), pixels, team);
  const ByteMoments expected = plain_moments(images, pixels);
  EXPECT_EQ(found.sums, expected.sums);
  EXPECT_EQ(found.products, expected.products);
}

// The numbers of pixels and images lie around every block size. Some numbers of images are odd, or
// smaller than the number of threads.
TEST(ByteMoments, MatchTheirDefinition) {
  for (const int size : {1, 3, 31, 32, 33, 70}) {
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(size));
    std::iota(pixels.begin(), pixels.end(), 0U);
    for (const std::size_t count : {1U, 2U, 3U, 255U, 256U, 257U, 600U}) {
      expect_plain_moments(test::random_images(count, size, count), pixels, 1);
      expect_plain_moments(test::random_images(count, size, count), pixels, 3);
    }
  }
}

TEST(ByteMoments, CoverOnlyTheChosenPixels) {
  expect_plain_moments(test::random_images(300, 9, 1), std::vector<std::uint32_t>{1, 2, 5, 8}, 2);
}

TEST(ByteMoments, OfManyWhiteImagesDoNotOverflow) {
  const Dataset white{.shape = {2}, .pixels = Bytes(2 * 100'001, 255)};
  expect_plain_moments(white, std::vector<std::uint32_t>{0, 1}, 1);
}

}  // namespace
}  // namespace hourglass
