#include "core/analysis/subspace.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "core/models/pca.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::dense;
using test::expect_refused;
using test::kSigmoid;
using test::random_matrix;
using test::small_model;
using test::take;

// A linear autoencoder whose decoder has these columns.
Model decoder_of(const Matrix& columns) {
  const int pixels = static_cast<int>(columns.rows());
  const int units = static_cast<int>(columns.cols());
  Model model = small_model(pixels, {dense(units), dense(pixels)}, 1);
  const std::span<Scalar> block = model.parameters;
  WeightView(model.network.part_of(1, block).data(), pixels, units) = columns;
  return model;
}

TEST(PrincipalAngles, OfTwoTiltedPlanesAreZeroAndTheTilt) {
  for (const double tilt : {0.0, 0.001, 0.5, std::numbers::pi / 2}) {
    Matrix floor(3, 2), roof(3, 2);
    floor << 1, 0, 0, 1, 0, 0;
    roof << 1, 0, 0, static_cast<Scalar>(std::cos(tilt)), 0, static_cast<Scalar>(std::sin(tilt));
    const std::vector<double> angles = take(principal_angles(decoder_of(floor), decoder_of(roof)));
    ASSERT_EQ(angles.size(), 2U);
    EXPECT_NEAR(angles[0], 0, 1e-7);
    EXPECT_NEAR(angles[1], tilt, test::tolerance(1e-6, 1e-7));
  }
}

TEST(PrincipalAngles, OfALineInAPlaneAreZero) {
  Matrix plane(3, 2), line(3, 1);
  plane << 1, 0, 0, 1, 0, 0;
  line << 2, 3, 0;
  const std::vector<double> angles = take(principal_angles(decoder_of(plane), decoder_of(line)));
  ASSERT_EQ(angles.size(), 1U);
  EXPECT_NEAR(angles[0], 0, 1e-7);
}

TEST(PrincipalAngles, AreSymmetricAndIndependentOfTheBases) {
  const Matrix a = random_matrix(40, 6, 1), b = random_matrix(40, 6, 2);
  const std::vector<double> angles = take(principal_angles(decoder_of(a), decoder_of(b)));
  const Matrix mixed_a = a * random_matrix(6, 6, 3), mixed_b = b * random_matrix(6, 6, 4);
  const std::vector<double> mixed =
      take(principal_angles(decoder_of(mixed_a), decoder_of(mixed_b)));
  const std::vector<double> swapped = take(principal_angles(decoder_of(b), decoder_of(a)));
  EXPECT_TRUE(std::ranges::is_sorted(angles));
  EXPECT_GT(angles[0], 0.1);
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_NEAR(mixed[i], angles[i], test::tolerance(1e-5, 1e-12));
    EXPECT_NEAR(swapped[i], angles[i], 1e-12);
  }
}

TEST(PrincipalAngles, OfNestedPcaSubspacesAreZero) {
  const Dataset digits = test::test_digits().slice(0, 300);
  ThreadTeam team(1);
  const Model few = take(exact_pca(3, digits, team)), more = take(exact_pca(8, digits, team));
  for (const double angle : take(principal_angles(few, more))) EXPECT_NEAR(angle, 0, 1e-6);
}

TEST(PrincipalAngles, RejectsDeepNonlinearMismatchedAndRankDeficientDecoders) {
  const Matrix columns = random_matrix(4, 2, 1);
  const Model linear = decoder_of(columns);
  expect_refused(principal_angles(linear, small_model(4, {dense(2), dense(3), dense(4)}, 1)),
                 "one dense layer, found dense, dense");
  expect_refused(principal_angles(small_model(4, {dense(2), dense(4), kSigmoid}, 1), linear),
                 "linear decoder, found sigmoid");
  expect_refused(principal_angles(linear, decoder_of(random_matrix(5, 2, 1))), "4 and 5 pixels");
  Matrix diverged = columns;
  diverged(1, 1) = std::numeric_limits<Scalar>::quiet_NaN();
  expect_refused(principal_angles(linear, decoder_of(diverged)), "linearly independent");
  Matrix dependent = columns;
  dependent.col(1) = 2 * dependent.col(0);
  expect_refused(principal_angles(linear, decoder_of(dependent)), "2 linearly independent",
                 "found 1");
}

}  // namespace
}  // namespace hourglass
