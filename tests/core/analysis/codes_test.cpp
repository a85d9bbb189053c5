#include "core/analysis/codes.h"

#include <limits>

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

}  // namespace
}  // namespace hourglass
