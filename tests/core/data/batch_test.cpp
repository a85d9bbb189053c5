#include "core/data/batch.h"

#include <algorithm>
#include <array>

#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::view;

constexpr Noise kNoise{.kind = NoiseKind::kGaussian, .level = 0.5, .mixed = true};

TEST(Batch, LoadsImagesAsColumnsInTheRequestedOrder) {
  const Dataset dataset{.shape = {2}, .pixels = {0, 51, 102, 153, 204, 255}};
  Matrix batch(2, 3);
  load_images(dataset, std::array<std::uint32_t, 3>{2, 0, 2}, view(batch));
  EXPECT_EQ(batch, (Matrix(2, 3) << 204, 0, 204, 255, 51, 255).finished() / Scalar(255));
}

// Image i of a run gets the noise of draw i, however its batch is split into shards.
TEST(Batch, NoiseDoesNotDependOnTheShards) {
  const Matrix clean = Matrix::Constant(10, 6, Scalar(0.5));
  Matrix whole(10, 6), parts(10, 6);
  corrupt_images(view(clean), kNoise, 3, 100, view(whole));
  corrupt_images({clean.data(), 10, 2}, kNoise, 3, 100, {parts.data(), 10, 2});
  corrupt_images({clean.data() + 20, 10, 4}, kNoise, 3, 102, {parts.data() + 20, 10, 4});
  EXPECT_EQ(whole, parts);
  EXPECT_NE(whole.col(0), whole.col(1));
}

TEST(Batch, NoiseDoesNotModifyTheCleanImages) {
  const Dataset dataset = test::random_images(3, 10, 1);
  Matrix clean(10, 3), noisy(10, 3);
  load_images(dataset, std::array<std::uint32_t, 3>{0, 1, 2}, view(clean));
  const Matrix before = clean;
  corrupt_images(view(std::as_const(clean)), kNoise, 3, 0, view(noisy));
  EXPECT_EQ(clean, before);
  EXPECT_NE(noisy, clean);
}

TEST(Batch, UniformImagesCoverThePixelRangeWhateverTheirNumber) {
  const std::vector<Scalar> three = uniform_images(3, 784, 5);
  ASSERT_EQ(three.size(), 3U * 784);
  EXPECT_TRUE(std::ranges::equal(uniform_images(2, 784, 5), std::span(three).first(2 * 784)));
  EXPECT_NE(uniform_images(3, 784, 6), three);
  double sum = 0, squares = 0;
  for (const Scalar pixel : three) {
    EXPECT_TRUE(pixel >= 0 && pixel < 1);
    sum += static_cast<double>(pixel);
    squares += static_cast<double>(pixel * pixel);
  }
  EXPECT_NEAR(sum / 2352, 1.0 / 2, 0.02);
  EXPECT_NEAR(squares / 2352, 1.0 / 3, 0.02);
}

}  // namespace
}  // namespace hourglass
