#include "core/analysis/codes.h"

#include <limits>

#include "core/data/pixels.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::dense;
using test::expect_refused;
using test::kRelu;
using test::small_model;
using test::take;

Model halving_model() { return small_model(6, {dense(3), kRelu, dense(6)}, 2); }

TEST(Codes, OfADatasetMatchEncodingItsImages) {
  const Model model = halving_model();
  // More than two chunks; the last one is partial.
  const Dataset images = test::random_images(601, 6, 1);
  std::vector<Scalar> pixels(images.pixels.size());
  bytes_to_pixels(images.pixels, pixels);
  const std::vector<Scalar> expected = take(encode(model, pixels));
  for (const int threads : {1, 2, 3}) {
    ThreadTeam team(threads);
    const Codes codes = take(codes_of(model, images, team));
    EXPECT_EQ(codes.units, 3);
    EXPECT_EQ(codes.count(), 601U);
    EXPECT_LT(test::relative_error(codes.values, expected), test::tolerance(1e-6, 1e-14));
  }
}

TEST(Codes, RejectsADivergedModel) {
  Model model = halving_model();
  model.parameters.front() = std::numeric_limits<Scalar>::quiet_NaN();
  ThreadTeam team(1);
  expect_refused(codes_of(model, test::random_images(2, 6, 1), team), "small: expected finite");
}

TEST(Codes, NearestOnesAreInOrderOfTheirDistance) {
  // Four codes of two units: at distances 5, 1, 13 and 1 from (1, 1).
  const Codes codes{.values = {4, 5, 2, 1, 6, 13, 1, 0}, .units = 2};
  const std::vector<Scalar> code{1, 1};
  const Neighbours three = take(nearest_codes(codes, code, 3));
  EXPECT_EQ(three.images, (std::vector<std::uint32_t>{1, 3, 0}));
  EXPECT_EQ(three.distances, (std::vector<Scalar>{1, 1, 5}));
  const Neighbours all = take(nearest_codes(codes, code, 9));
  EXPECT_EQ(all.images, (std::vector<std::uint32_t>{1, 3, 0, 2}));
  expect_refused(nearest_codes(codes, std::vector<Scalar>(3), 1), "a code of 2 numbers, found 3");
  EXPECT_TRUE(take(nearest_codes(codes, code, 0)).images.empty());
}

}  // namespace
}  // namespace hourglass
