#include "core/data/normals.h"

#include "tests/core/support.h"

namespace hourglass {
namespace {

// Counts on both sides of what is drawn together, odd ones too.
TEST(DrawNormals, GivesWhatSingleDrawsGive) {
  for (const std::size_t count : {1U, 2U, 5U, 31U, 32U, 33U, 128U, 784U}) {
    Random single(3), many(3);
    std::vector<Scalar> values(count);
    draw_normals(many, values);
    for (const Scalar value : values) {
      EXPECT_NEAR(static_cast<double>(value), static_cast<double>(single.normal()),
                  test::tolerance(2e-6, 1e-14));
    }
    EXPECT_EQ(many.bits(), single.bits());
  }
}

TEST(DrawNormals, LeavesWhatLiesBehindThemAlone) {
  std::vector<Scalar> values(40, Scalar(7));
  Random random(1);
  draw_normals(random, std::span(values).first(35));
  EXPECT_EQ(std::vector<Scalar>(values.end() - 5, values.end()), std::vector<Scalar>(5, Scalar(7)));
}

}  // namespace
}  // namespace hourglass
