#include "core/analysis/components.h"

#include <numeric>

#include "core/models/pca.h"
#include "core/training/metrics.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::expect_refused;
using test::take;

struct Components : testing::Test {
  ThreadTeam team{1};
  Dataset digits = test::test_digits().slice(0, 300);
  Model pca = take(exact_pca(12, digits, team));
  std::vector<Scalar> image = take(image_pixels(digits, 3));
};

TEST_F(Components, SharesSumToTheExplainedVarianceOfTheReconstruction) {
  const std::vector<double> shares = take(explained_variance(pca));
  ASSERT_EQ(shares.size(), 12U);
  EXPECT_TRUE(std::ranges::is_sorted(shares, std::ranges::greater()));
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  EXPECT_NEAR(sum, take(evaluate(pca, digits, {}, team)).explained_variance, 1e-6);
}

TEST_F(Components, ExplainNoVarianceOfIdenticalImages) {
  const ByteSpan digit = digits.image(0);
  Bytes twice(digit.begin(), digit.end());
  twice.insert(twice.end(), digit.begin(), digit.end());
  const Model model = take(exact_pca(2, {.pixels = twice}, team));
  for (const double share : take(explained_variance(model))) EXPECT_EQ(share, 0);
}

TEST_F(Components, FirstComponentsReconstructLikeASmallerPca) {
  for (const int components : {1, 5, 12}) {
    const Model small = take(exact_pca(components, digits, team));
    EXPECT_LT(test::relative_error(take(reconstruct_first(pca, image, components)),
                                   take(reconstruct(small, image))),
              test::tolerance(1e-5, 1e-12));
  }
}

TEST_F(Components, ZeroComponentsReconstructTheMeanDigit) {
  const std::vector<Scalar> mean = take(decode(pca, std::vector<Scalar>(12)));
  EXPECT_EQ(take(reconstruct_first(pca, image, 0)), mean);
}

TEST_F(Components, RejectsOtherModelsAndComponentCountsOutOfRange) {
  expect_refused(explained_variance(test::preset("pca-3")), "pca-3", "fitted PCA");
  expect_refused(reconstruct_first(test::preset("linear-3"), image, 1), "linear-3", "a PCA");
  expect_refused(reconstruct_first(pca, image, 13), "0 to 12 components, found 13");
  expect_refused(reconstruct_first(pca, image, -1), "found -1");
  expect_refused(reconstruct_first(pca, std::span(image).first(5), 1), "784 numbers each");
}

}  // namespace
}  // namespace hourglass
