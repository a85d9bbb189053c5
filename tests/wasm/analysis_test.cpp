#include "core/analysis/analysis.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/analysis/errors.h"
#include "core/analysis/percentiles.h"
#include "core/analysis/walk.h"
#include "tests/wasm/support.h"

namespace hourglass {
namespace {

using test::kSample;
using test::sample_idx;

// A new model, and 64 digits that are both the training and the reference images.
struct Analyses : testing::Test {
  test::SessionWithModel session;
  Analysis& analysis = session.analysis();
  std::vector<Scalar> digit = session.image(2).value();

  Analyses() { EXPECT_EQ(analysis.load_reference(sample_idx()).value_or(0), kSample); }

  // Fine-tunes the model for a few steps.
  void tune() {
    ASSERT_TRUE(session.start_fine_tuning({.learning_rate = 1e-2}).has_value());
    ASSERT_TRUE(session.fine_tune(5).has_value());
  }
};

TEST_F(Analyses, NeedAModelAndReferenceImages) {
  Session empty;
  const std::string no_model = "session: expected a model to be loaded or created first";
  EXPECT_EQ(empty.model().error().message, no_model);
  EXPECT_EQ(empty.analysis().principal_angles().error().message, no_model);
  EXPECT_EQ(empty.analysis().codes().error().message, no_model);
  EXPECT_FALSE(empty.analysis().reference_image(0).has_value());

  test::SessionWithModel without_reference;
  Analysis& other = without_reference.analysis();
  const std::string none = "session: expected reference images to be loaded first";
  EXPECT_EQ(other.codes().error().message, none);
  EXPECT_EQ(other.error_percentile(digit).error().message, none);
  EXPECT_EQ(other.held_out_errors(1).error().message, none);
  EXPECT_EQ(other.map().error().message, none);
}

TEST_F(Analyses, KeepReferenceImagesSeparateFromTrainingImages) {
  session.clear_images();
  EXPECT_EQ(analysis.reference_image(2).value(), digit);
  EXPECT_EQ(analysis.map().value()->points.size(), 2 * kSample);
  const Bytes broken(20, 255);
  EXPECT_FALSE(analysis.load_reference(broken).has_value());
  EXPECT_EQ(analysis.reference_image(2).value(), digit);
}

TEST_F(Analyses, MeasureTheSameHeldOutErrorsInPartsAsAtOnce) {
  const std::vector<Scalar> all = test::digits(session, kSample);
  const Comparison comparison =
      compare(reconstruct(test::model_of(session), all).value(), all).value();
  const std::vector<double> whole = analysis.held_out_errors(kSample).value();
  ASSERT_EQ(whole.size(), 1U);
  EXPECT_NEAR(whole[0], comparison.mean_squared_error, 1e-7);
  ASSERT_TRUE(session.load_checkpoint(session.save_checkpoint().value()).has_value());
  EXPECT_TRUE(analysis.held_out_errors(kSample / 2).value().empty());
  EXPECT_TRUE(analysis.held_out_errors(kSample / 4).value().empty());
  EXPECT_EQ(analysis.held_out_errors(kSample).value(), whole);
  EXPECT_EQ(analysis.held_out_errors(1).value(), whole);
}

TEST_F(Analyses, RemeasureHeldOutErrorsWhenTheModelChanges) {
  const std::vector<double> before = analysis.held_out_errors(kSample).value();
  tune();
  EXPECT_TRUE(analysis.held_out_errors(kSample - 1).value().empty());
  EXPECT_LT(analysis.held_out_errors(1).value().at(0), before.at(0));
}

TEST_F(Analyses, MeasureHeldOutErrorsOnAtMost500Digits) {
  ASSERT_TRUE(analysis.load_reference(sample_idx(600)).has_value());
  EXPECT_TRUE(analysis.held_out_errors(499).value().empty());
  EXPECT_EQ(analysis.held_out_errors(1).value().size(), 1U);
}

TEST_F(Analyses, AreRecomputedWhenTheModelChanges) {
  const std::vector<Scalar> codes = analysis.codes().value()->values;
  const std::vector<Scalar> points = analysis.map().value()->points;
  const double error = analysis.error_percentile(digit).value().mean_squared_error;
  const Bytes untuned = session.save_checkpoint().value();
  tune();
  EXPECT_NE(analysis.codes().value()->values, codes);
  EXPECT_NE(analysis.map().value()->points, points);
  const ErrorRank tuned = analysis.error_percentile(digit).value();
  EXPECT_NE(tuned.mean_squared_error, error);
  ASSERT_TRUE(session.fine_tune(5).has_value());
  EXPECT_NE(analysis.error_percentile(digit).value().mean_squared_error, tuned.mean_squared_error);
  ASSERT_TRUE(session.load_checkpoint(untuned).has_value());
  EXPECT_EQ(analysis.codes().value()->values, codes);
  ASSERT_TRUE(session.create_model("784-16-4", 8).has_value());
  EXPECT_NE(analysis.codes().value()->values, codes);
}

TEST_F(Analyses, AreRecomputedWhenTheReferenceChanges) {
  const std::vector<Scalar> codes = analysis.codes().value()->values;
  ASSERT_TRUE(analysis.load_reference(sample_idx(20)).has_value());
  EXPECT_NE(analysis.codes().value()->values, codes);
  EXPECT_EQ(analysis.map().value()->points.size(), 40U);
}

TEST_F(Analyses, FindTheImageOfAPercentile) {
  const Codes& codes = *analysis.codes().value();
  const std::vector<Scalar> table = code_percentiles(codes);
  const std::vector<Scalar> ends{0, 100};
  const std::vector<std::uint32_t> found = percentile_images(codes, 1, ends).value();
  for (const std::size_t end : {0U, 1U}) {
    const std::vector<Scalar> code =
        encode(test::model_of(session), analysis.reference_image(found[end]).value()).value();
    EXPECT_NEAR(code[1], table[kPercentiles + 100 * end], 1e-5);
    EXPECT_NEAR(percentiles_of_code(codes, code).value()[1], ends[end], 100.0 / kSample);
  }
}

TEST_F(Analyses, PlaceAnImageOnTheMap) {
  const CodeMap& map = *analysis.map().value();
  const std::vector<Scalar> point =
      place_on_map(map, encode(test::model_of(session), digit).value()).value();
  EXPECT_NEAR(point[0], map.points[4], 1e-5);
  EXPECT_NEAR(point[1], map.points[5], 1e-5);
}

TEST_F(Analyses, AReferenceImageIsNearestToItself) {
  const Neighbours by_pixels = analysis.nearest_images(digit, 3).value();
  EXPECT_EQ(by_pixels.images.at(0), 2U);
  EXPECT_EQ(by_pixels.distances.at(0), 0);
  const std::vector<Scalar> second = analysis.reference_image(by_pixels.images.at(1)).value();
  double squares = 0;
  for (std::size_t i = 0; i < digit.size(); ++i) squares += std::pow(second[i] - digit[i], 2);
  EXPECT_NEAR(by_pixels.distances.at(1), std::sqrt(squares), 1e-5);
  EXPECT_LE(by_pixels.distances.at(1), by_pixels.distances.at(2));
  EXPECT_FALSE(analysis.nearest_images(std::vector<Scalar>(4), 1).has_value());
}

TEST_F(Analyses, NoiseHasALargerErrorThanAnyDigit) {
  ASSERT_TRUE(session.fit_pca(20).has_value());
  const std::vector<Scalar> noise = uniform_noise(1, 1).value();
  EXPECT_EQ(analysis.error_percentile(noise).value().percentile, 100);
  EXPECT_LT(analysis.error_percentile(digit).value().percentile, 100);
  EXPECT_FALSE(uniform_noise(0, 1).has_value());
  EXPECT_FALSE(analysis.error_percentile(std::span(noise).first(5)).has_value());
}

TEST_F(Analyses, AnglesFallToZeroAsTheModelApproachesThePca) {
  ASSERT_TRUE(session.create_model("linear-5", 1).has_value());
  EXPECT_GT(analysis.principal_angles().value().front(), 45);
  ASSERT_TRUE(session.start_fine_tuning({.learning_rate = 1e-2}).has_value());
  ASSERT_TRUE(session.fine_tune(300).has_value());
  EXPECT_LT(analysis.principal_angles().value().front(), 10);
  ASSERT_TRUE(session.fit_pca(5).has_value());
  EXPECT_LT(analysis.principal_angles().value().back(), 1e-3);
  // Different images have a different PCA.
  ASSERT_TRUE(session.load_images(sample_idx(20)).has_value());
  EXPECT_GT(analysis.principal_angles().value().back(), 5);
  ASSERT_TRUE(session.fit_pca(7).has_value());
  EXPECT_LT(analysis.principal_angles().value().back(), 1e-3);
  session.clear_images();
  EXPECT_FALSE(analysis.principal_angles().has_value());
}

TEST_F(Analyses, PathsRejectAnEndpointOfMoreThanOneImage) {
  const std::vector<Scalar> two = test::digits(session, 2);
  const std::string expected = "image: expected 784 pixels, found 1568";
  EXPECT_EQ(interpolate_codes(test::model_of(session), two, two, 5).error().message, expected);
  EXPECT_EQ(walk_codes(test::model_of(session), two, 1, 5, 1).error().message, expected);
  EXPECT_EQ(blend_pixels(two, two, 5).error().message, expected);
  EXPECT_EQ(walk_digit(two, 1, 5, 1).error().message, expected);
  const std::vector<Scalar> blend = blend_pixels(digit, digit, 3).value();
  EXPECT_EQ(blend.size(), 3U * kImagePixels);
}

}  // namespace
}  // namespace hourglass
