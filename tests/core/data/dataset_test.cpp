#include "core/data/dataset.h"

#include <limits>
#include <numeric>

#include "core/data/pixels.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

TEST(Dataset, SlicesImagesWithTheirLabels) {
  const Dataset dataset{.shape = {2}, .pixels = {0, 1, 2, 3, 4, 5, 6, 7}, .labels = {9, 8, 7, 6}};
  const Dataset slice = dataset.slice(1, 2);
  EXPECT_EQ(slice.count(), 2U);
  EXPECT_TRUE(std::ranges::equal(slice.pixels, Bytes{2, 3, 4, 5}));
  EXPECT_EQ(slice.pixels.data(), dataset.pixels.data() + 2);
  EXPECT_EQ(slice.labels, (Bytes{8, 7}));
  EXPECT_EQ(slice.shape, Shape{2});
  EXPECT_TRUE((Dataset{.shape = {2}, .pixels = {0, 1, 2, 3}}.slice(1, 1).labels.empty()));
  EXPECT_EQ(dataset.slice(4, 0).count(), 0U);
}

TEST(Dataset, EveryByteSurvivesConversionToPixelsAndBack) {
  Bytes bytes(256), back(256);
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
  std::vector<Scalar> pixels(256);
  bytes_to_pixels(bytes, pixels);
  EXPECT_EQ(pixels[0], 0);
  EXPECT_EQ(pixels[255], 1);
  EXPECT_EQ(pixels[51], Scalar(51) / 255);
  pixels_to_bytes(pixels, back);
  EXPECT_EQ(bytes, back);
}

TEST(Dataset, GivesOneImageAsPixelsAndRejectsOutOfRangeIndices) {
  const Dataset dataset{.shape = {2}, .pixels = {0, 1, 51, 255}};
  EXPECT_EQ(test::take(image_pixels(dataset, 1)), (std::vector<Scalar>{Scalar(51) / 255, 1}));
  test::expect_refused(image_pixels(dataset, 2), "below 2, found 2");
}

TEST(Dataset, PixelsAreRoundedAndClipped) {
  const std::vector<Scalar> pixels{
      -5, Scalar(0.4) / 255, Scalar(0.6) / 255, 1, 9, std::numeric_limits<Scalar>::infinity()};
  Bytes bytes(pixels.size());
  pixels_to_bytes(pixels, bytes);
  EXPECT_EQ(bytes, (Bytes{0, 0, 1, 255, 255, 255}));
}

}  // namespace
}  // namespace hourglass
