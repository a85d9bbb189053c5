#include "core/analysis/code_map.h"

#include "core/analysis/codes.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::expect_refused;
using test::take;

// 50 codes of five units. They lie in a plane and spread three times as far along one axis of it as
// along the other.
Matrix planar_codes() {
  Matrix points = test::random_matrix(2, 50, 1);
  points.row(0) *= 3;
  const Matrix axes = test::random_matrix(5, 2, 2);
  return (axes * points).colwise() + Matrix(test::random_matrix(5, 1, 3)).col(0);
}

Codes codes_in(const Matrix& columns) {
  return {.values = {columns.data(), columns.data() + columns.size()},
          .units = static_cast<int>(columns.rows())};
}

TEST(CodeMap, ReproducesCodesThatLieInAPlane) {
  const Matrix codes = planar_codes();
  const CodeMap map = take(map_codes(codes_in(codes)));
  ASSERT_EQ(map.points.size(), 100U);
  for (Eigen::Index i = 0; i < 50; ++i) {
    const auto point = static_cast<std::size_t>(2 * i);
    const std::vector<Scalar> code = code_at(map, map.points[point], map.points[point + 1]);
    EXPECT_LT(test::relative_error(code, {codes.col(i).data(), 5}), test::tolerance(1e-5, 1e-13));
  }
}

TEST(CodeMap, PlacesACodeAtItsOwnPoint) {
  const Matrix codes = test::random_matrix(5, 50, 1);  // not in a plane
  const CodeMap map = take(map_codes(codes_in(codes)));
  constexpr double kTolerance = test::tolerance(1e-5, 1e-13);
  const std::vector<Scalar> seventh = take(place_on_map(map, {codes.col(7).data(), 5}));
  EXPECT_LT(test::relative_error(seventh, std::span(map.points).subspan(14, 2)), kTolerance);
  const std::vector<Scalar> there = take(place_on_map(map, code_at(map, Scalar(1.5), Scalar(-2))));
  EXPECT_NEAR(static_cast<double>(there[0]), 1.5, kTolerance);
  EXPECT_NEAR(static_cast<double>(there[1]), -2, kTolerance);
}

TEST(CodeMap, IsCentredAndVariesMostAlongItsFirstAxis) {
  Model model = test::preset("hidden-64");
  model.initialise(1);
  ThreadTeam team(1);
  const Dataset digits = test::test_digits().slice(0, 300);
  const Codes codes = take(codes_of(model, digits, team));
  const CodeMap map = take(map_codes(codes));
  const Eigen::MatrixXd points = ConstMatrixView(map.points.data(), 2, 300).cast<double>();
  EXPECT_LT(points.rowwise().mean().cwiseAbs().maxCoeff(), 1e-6);
  const Eigen::Matrix2d spread = points * points.transpose();
  EXPECT_GT(spread(0, 0), 1.2 * spread(1, 1));
  EXPECT_LT(std::abs(spread(0, 1)), 1e-5 * spread(0, 0));  // the axes are uncorrelated
  // No single unit varies as much as the map does along its first axis.
  const Eigen::MatrixXd units = codes.matrix().cast<double>();
  const Eigen::MatrixXd centred = units.colwise() - units.rowwise().mean();
  EXPECT_GT(spread(0, 0), centred.rowwise().squaredNorm().maxCoeff());
}

TEST(CodeMap, NeedsAtLeastTwoCodesOfTwoUnits) {
  expect_refused(map_codes({.values = std::vector<Scalar>(8), .units = 1}), "found 8 and 1");
  expect_refused(map_codes({.values = std::vector<Scalar>(3), .units = 3}), "found 1 and 3");
}

TEST(CodeMap, RejectsACodeOfAnotherSize) {
  const CodeMap map = take(map_codes(codes_in(planar_codes())));
  expect_refused(place_on_map(map, std::vector<Scalar>(4)), "a code of 5 numbers, found 4");
}

}  // namespace
}  // namespace hourglass
