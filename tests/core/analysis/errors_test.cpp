#include "core/analysis/errors.h"

#include <numeric>

#include "core/training/metrics.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::take;

TEST(ImageErrors, AverageToTheMseThatEvaluateReports) {
  Model model = test::preset("dense-128-32");
  model.initialise(1);
  const Dataset digits = test::test_digits().slice(0, 301);
  ThreadTeam team(2);
  const std::vector<double> errors = take(image_errors(model, digits, team));
  ASSERT_EQ(errors.size(), 301U);
  const double mean = std::accumulate(errors.begin(), errors.end(), 0.0) / 301;
  EXPECT_NEAR(mean / take(evaluate(model, digits, {}, team)).mse, 1, 1e-6);
}

TEST(ImageErrors, EachErrorBelongsToItsOwnImage) {
  Model model = test::preset("dense-128-32");
  model.initialise(1);
  const Dataset digits = test::test_digits().slice(0, 130);
  ThreadTeam team(2);
  const std::vector<double> errors = take(image_errors(model, digits, team));
  for (const std::size_t number : {0U, 64U, 129U}) {
    const std::vector<Scalar> image = take(image_pixels(digits, number));
    const std::vector<Scalar> rebuilt = take(reconstruct(model, image));
    EXPECT_NEAR(errors[number] / take(compare(rebuilt, image)).mean_squared_error, 1, 1e-5);
  }
}

TEST(ImageErrors, RejectsAnEmptyDataset) {
  ThreadTeam team(1);
  test::expect_refused(image_errors(test::preset("deep-30"), {}, team), "deep-30", "found none");
}

}  // namespace
}  // namespace hourglass
