#include "core/analysis/walk.h"

#include <cmath>
#include <limits>

#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::dense;
using test::expect_refused;
using test::kRelu;
using test::kSigmoid;
using test::take;

constexpr std::size_t kWalkPixels = 20;

Model walk_model() {
  return test::small_model(20, {dense(6), kRelu, dense(3), dense(20), kSigmoid}, 3);
}

std::vector<Scalar> image(std::uint64_t seed) {
  Random random(seed);
  std::vector<Scalar> pixels(kWalkPixels);
  std::ranges::generate(pixels, [&] { return random.uniform(); });
  return pixels;
}

std::span<const Scalar> part(const std::vector<Scalar>& images, std::size_t index) {
  return std::span(images).subspan(index * kWalkPixels, kWalkPixels);
}

TEST(Line, IsEvenlySpacedFromEndToEnd) {
  const std::vector<Scalar> a{0, 10}, b{4, -10};
  EXPECT_EQ(take(line_between(a, b, 5)), (std::vector<Scalar>{0, 10, 1, 5, 2, 0, 3, -5, 4, -10}));
}

TEST(Line, BetweenCodesStartsAndEndsAtTheReconstructions) {
  const Model model = walk_model();
  const std::vector<Scalar> a = image(1), b = image(2);
  const std::vector<Scalar> path = take(interpolate_codes(model, a, b, 9));
  ASSERT_EQ(path.size(), 9 * kWalkPixels);
  constexpr double kTolerance = test::tolerance(1e-6, 1e-14);
  EXPECT_LT(test::relative_error(part(path, 0), take(reconstruct(model, a))), kTolerance);
  EXPECT_LT(test::relative_error(part(path, 8), take(reconstruct(model, b))), kTolerance);
  std::vector<Scalar> middle = take(encode(model, a));
  const std::vector<Scalar> code_b = take(encode(model, b));
  for (std::size_t i = 0; i < middle.size(); ++i) middle[i] = (middle[i] + code_b[i]) / 2;
  EXPECT_LT(test::relative_error(part(path, 4), take(decode(model, middle))), kTolerance);
}

TEST(Walk, SameSeedGivesTheSamePathAndMoreStepsExtendIt) {
  const std::vector<Scalar> start = image(1);
  const std::vector<Scalar> walk = take(random_walk(start, 0.3, 8, 5));
  EXPECT_EQ(take(random_walk(start, 0.3, 8, 5)), walk);
  EXPECT_NE(take(random_walk(start, 0.3, 8, 6)), walk);
  const std::vector<Scalar> shorter = take(random_walk(start, 0.3, 4, 5));
  EXPECT_TRUE(std::ranges::equal(shorter, std::span(walk).first(4 * kWalkPixels)));
  EXPECT_TRUE(std::ranges::equal(start, part(walk, 0)));
}

TEST(Walk, StepsHaveTheRequestedStandardDeviation) {
  const std::vector<Scalar> start(1000);
  const std::vector<Scalar> walk = take(random_walk(start, 0.3, 11, 1));
  double squares = 0, of_last = 0;
  for (std::size_t i = 1000; i < walk.size(); ++i) {
    squares += std::pow(static_cast<double>(walk[i] - walk[i - 1000]), 2);
    if (i >= 10000) of_last += std::pow(static_cast<double>(walk[i]), 2);
  }
  EXPECT_NEAR(std::sqrt(squares / 10000), 0.3, 0.01);
  EXPECT_NEAR(std::sqrt(of_last / 1000), 0.3 * std::sqrt(10), 0.1);  // steps are independent
}

TEST(Walk, PixelWalkStaysBetweenBlackAndWhite) {
  const std::vector<Scalar> walk = take(walk_pixels(image(1), 2, 5, 1));
  const auto [darkest, lightest] = std::ranges::minmax(walk);
  EXPECT_EQ(darkest, 0);
  EXPECT_EQ(lightest, 1);
}

TEST(Walk, CodeWalkStartsAtTheReconstructionAndLeavesIt) {
  const Model model = walk_model();
  const std::vector<Scalar> walk = take(walk_codes(model, image(1), 0.5, 4, 2));
  ASSERT_EQ(walk.size(), 4 * kWalkPixels);
  const std::vector<Scalar> rebuilt = take(reconstruct(model, image(1)));
  EXPECT_LT(test::relative_error(part(walk, 0), rebuilt), test::tolerance(1e-6, 1e-14));
  EXPECT_GT(test::relative_error(part(walk, 3), rebuilt), 0.01);
}

TEST(Walk, RejectsInvalidEndpointsPointCountsAndDeviations) {
  const std::vector<Scalar> start = image(1);
  expect_refused(line_between(start, std::span(start).first(3), 5), "found 20 and 3");
  expect_refused(line_between(start, start, 1), "2 to 10000 points, found 1");
  expect_refused(random_walk(start, 0.1, 0, 1), "1 to 10000 points, found 0");
  expect_refused(random_walk(start, 0.1, 10001, 1), "found 10001");
  expect_refused(random_walk(start, -1, 5, 1), "0 or more, found -1");
  expect_refused(random_walk(start, std::numeric_limits<double>::quiet_NaN(), 5, 1), "found nan");
  expect_refused(walk_codes(walk_model(), std::span(start).first(3), 0.1, 5, 1),
                 "image: expected 20 pixels, found 3");
}

TEST(Walk, CodeWalkNeedsADecoderThatReadsOnlyTheCode) {
  Model model = test::preset("conv-unpool");
  model.initialise(1);
  const std::vector<Scalar> digit(784);
  expect_refused(walk_codes(model, digit, 0.1, 5, 1), "cannot be decoded from its code alone");
  expect_refused(interpolate_codes(model, digit, digit, 5), "cannot be decoded from its code");
}

TEST(Walk, WeightWalkStartsAtTheModelAndLeavesItTheFasterTheLargerItsSteps) {
  const Model model = walk_model();
  const std::vector<Scalar> start = image(1);
  const std::vector<Scalar> rebuilt = take(reconstruct(model, start));
  const auto distance = [&](double deviation, int count) {
    return test::relative_error(take(walk_weights(model, start, deviation, count, 1)), rebuilt);
  };
  EXPECT_LT(distance(0.5, 1), test::tolerance(1e-6, 1e-14));
  EXPECT_LT(distance(0, 2), test::tolerance(1e-6, 1e-14));
  EXPECT_GT(distance(0.01, 2), 1e-5);
  EXPECT_GT(distance(0.5, 2), 3 * distance(0.01, 2));
  EXPECT_NE(take(walk_weights(model, start, 0.5, 2, 1)),
            take(walk_weights(model, start, 0.5, 2, 2)));
  expect_refused(walk_weights(model, std::span(start).first(3), 0.1, 2, 1), "20 pixels, found 3");
  expect_refused(walk_weights(model, start, -1, 2, 1), "0 or more");
}

}  // namespace
}  // namespace hourglass
