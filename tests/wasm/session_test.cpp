#include "wasm/session.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/analysis/errors.h"
#include "core/data/digit_image.h"
#include "core/io/checkpoint.h"
#include "core/io/training_json.h"
#include "core/models/find_model.h"
#include "tests/wasm/support.h"

namespace hourglass {
namespace {

using test::digits;
using test::kSample;
using test::SessionWithImages;
using test::SessionWithModel;

double error_of(const Session& session, std::span<const Scalar> images) {
  const std::vector<Scalar> rebuilt = reconstruct(test::model_of(session), images).value();
  return compare(rebuilt, images).value().mean_squared_error;
}

TEST(Session, RejectsCallsThatNeedAModelIfThereIsNone) {
  SessionWithImages session;
  const std::vector<Scalar> image(kImagePixels);
  const std::string expected = "session: expected a model to be loaded or created first";
  EXPECT_EQ(session.model().error().message, expected);
  EXPECT_EQ(session.save_checkpoint().error().message, expected);
  EXPECT_EQ(session.start_fine_tuning({}).error().message, expected);
}

TEST(Session, DecodingTheCodeEqualsReconstructing) {
  const SessionWithModel session;
  const std::vector<Scalar> images = digits(session, 5);
  const std::vector<Scalar> codes = encode(test::model_of(session), images).value();
  EXPECT_EQ(codes.size(), 5U * 4);
  EXPECT_EQ(decode(test::model_of(session), codes).value(),
            reconstruct(test::model_of(session), images).value());
}

TEST(Session, SavesTheSameBytesThatItLoaded) {
  SessionWithModel session;
  const Bytes file = session.save_checkpoint().value();
  Session other;
  ASSERT_TRUE(other.load_checkpoint(file).has_value());
  EXPECT_EQ(other.save_checkpoint().value(), file);
  EXPECT_EQ(summary_text(test::model_of(other)).value(),
            summary_text(test::model_of(session)).value());
}

TEST(Session, KeepsItsModelIfAFileIsBroken) {
  SessionWithModel session;
  const Bytes before = session.save_checkpoint().value();
  Bytes broken = before;
  broken.resize(broken.size() / 2);
  EXPECT_FALSE(session.load_checkpoint(broken).has_value());
  EXPECT_EQ(session.save_checkpoint().value(), before);
}

TEST(Session, FineTuningLowersTheError) {
  SessionWithModel session;
  const std::vector<Scalar> images = digits(session, kSample);
  const double error_before = error_of(session, images);
  ASSERT_TRUE(session.start_fine_tuning({.learning_rate = 3e-3, .batch = 16}).has_value());
  const FineTuneReport first = session.fine_tune(10).value();
  EXPECT_EQ(first.step, 10);
  EXPECT_EQ(first.epoch, 2);
  const FineTuneReport last = session.fine_tune(60).value();
  EXPECT_EQ(last.step, 70);
  EXPECT_LT(last.loss, 0.8 * first.loss);
  EXPECT_LT(error_of(session, images), 0.8 * error_before);
}

TEST(Session, MovesTheGivenShareOfTheWayToTheTrainedWeights) {
  const auto parameters = [](Session& session) {
    return load_checkpoint(session.save_checkpoint().value(), "saved").value().model.parameters;
  };
  SessionWithModel whole;
  SessionWithModel half;
  const std::vector<Scalar> start = parameters(half);
  ASSERT_TRUE(whole.start_fine_tuning({.batch = 24}).has_value());
  ASSERT_TRUE(half.start_fine_tuning({.batch = 24, .share = 0.5}).has_value());
  ASSERT_TRUE(whole.fine_tune(6).has_value());
  for (const int steps : {2, 4}) ASSERT_TRUE(half.fine_tune(steps).has_value());
  const std::vector<Scalar> end = parameters(whole);
  const std::vector<Scalar> between = parameters(half);
  ASSERT_NE(start, end);
  for (std::size_t i = 0; i < start.size(); ++i) {
    ASSERT_NEAR(between[i], (start[i] + end[i]) / 2, 1e-6);
  }
}

TEST(Session, FineTuningInSlicesEqualsFineTuningAtOnce) {
  SessionWithModel in_slices;
  SessionWithModel in_one;
  const FineTuneOptions options{.batch = 24, .noise = "gaussian:mixed:0.5", .seed = 3};
  ASSERT_TRUE(in_slices.start_fine_tuning(options).has_value());
  ASSERT_TRUE(in_one.start_fine_tuning(options).has_value());
  for (const int steps : {1, 2, 4}) ASSERT_TRUE(in_slices.fine_tune(steps).has_value());
  ASSERT_TRUE(in_one.fine_tune(7).has_value());
  EXPECT_EQ(in_slices.save_checkpoint().value(), in_one.save_checkpoint().value());
}

// A recipe as JSON, with the batch and the noise that FineTuneOptions has by default.
std::string recipe_text(Recipe recipe) {
  recipe.batch = 32;
  return recipe_to_json(recipe).dump();
}

TEST(Session, SettingTheSameRecipeAgainChangesNothing) {
  SessionWithModel changed;
  SessionWithModel unchanged;
  for (SessionWithModel* session : {&changed, &unchanged}) {
    ASSERT_TRUE(session->start_fine_tuning({.share = 0.5}).has_value());
    ASSERT_TRUE(session->fine_tune(3).has_value());
  }
  Recipe recipe = test::model_of(changed).spec.recipe;
  recipe.learning_rate = 1e-3;
  ASSERT_TRUE(changed.change_recipe(recipe_text(recipe)).has_value());
  for (SessionWithModel* session : {&changed, &unchanged}) {
    ASSERT_TRUE(session->fine_tune(4).has_value());
  }
  EXPECT_EQ(changed.save_checkpoint().value(), unchanged.save_checkpoint().value());
}

TEST(Session, AChangedLearningRateIsThatOfTheNextStep) {
  SessionWithModel session;
  ASSERT_TRUE(session.start_fine_tuning({}).has_value());
  ASSERT_TRUE(session.fine_tune(3).has_value());
  const std::vector<Scalar> before = test::model_of(session).parameters;
  ASSERT_TRUE(session.change_recipe(recipe_text({.learning_rate = 1e-30})).has_value());
  ASSERT_TRUE(session.fine_tune(3).has_value());
  EXPECT_EQ(test::model_of(session).parameters, before);
}

TEST(Session, AChangedLossAndPenaltyAreThoseOfTheNextStep) {
  SessionWithModel session;
  const std::vector<Scalar> images = digits(session, kSample);
  ASSERT_TRUE(session.start_fine_tuning({.batch = kSample}).has_value());
  ASSERT_TRUE(session.fine_tune(3).has_value());
  const std::vector<Scalar> outputs = reconstruct(test::model_of(session), images).value();
  const std::vector<Scalar> codes = encode(test::model_of(session), images).value();
  double expected = 0;
  for (std::size_t i = 0; i < images.size(); ++i) {
    const double p = outputs[i];
    expected -= (images[i] * std::log(p) + (1 - images[i]) * std::log(1 - p)) /
                static_cast<double>(images.size());
  }
  for (const Scalar number : codes) expected += 0.01 * std::abs(number) / double{kSample};
  const Recipe recipe{.loss = Loss::kBce, .batch = kSample, .l1 = 0.01};
  ASSERT_TRUE(session.change_recipe(recipe_to_json(recipe).dump()).has_value());
  EXPECT_NEAR(session.fine_tune(1).value().loss, expected, 1e-5);
}

TEST(Session, AChangedBatchStartsTheEpochAgain) {
  SessionWithModel session;
  ASSERT_TRUE(session.start_fine_tuning({.batch = 16}).has_value());
  EXPECT_EQ(session.fine_tune(6).value().epoch, 1);
  ASSERT_TRUE(session.change_recipe(recipe_text({})).has_value());
  EXPECT_EQ(session.fine_tune(1).value().epoch, 1);
  EXPECT_EQ(session.fine_tune(1).value().epoch, 2);
}

TEST(Session, KeepsItsRecipeIfTheNewOneIsInvalid) {
  SessionWithModel session;
  EXPECT_FALSE(session.change_recipe(recipe_text({})).has_value());
  ASSERT_TRUE(session.start_fine_tuning({}).has_value());
  const Recipe before = test::model_of(session).spec.recipe;
  for (const std::string& text :
       {std::string("{"), recipe_text({.learning_rate = -1}), recipe_text({.l1 = -1})}) {
    EXPECT_FALSE(session.change_recipe(text).has_value()) << text;
  }
  EXPECT_EQ(test::model_of(session).spec.recipe, before);
}

TEST(Session, SessionsCanShareAThreadTeam) {
  const auto team = std::make_shared<ThreadTeam>(2);
  const auto loss_of = [](Session& session) {
    EXPECT_TRUE(session.create_model(test::kSmall, 7).has_value());
    EXPECT_EQ(session.load_images(test::sample_idx()).value_or(0), kSample);
    EXPECT_TRUE(session.start_fine_tuning({}).has_value());
    return session.fine_tune(5).value().loss;
  };
  Session one(team), other(team), alone;
  const double loss = loss_of(one);
  EXPECT_EQ(loss_of(other), loss);
  EXPECT_NEAR(loss_of(alone), loss, 1e-6);
}

TEST(Session, RecordsTheFineTuningInTheFile) {
  SessionWithModel session;
  ASSERT_TRUE(session.start_fine_tuning({.batch = 32, .noise = "masking:0.25"}).has_value());
  ASSERT_TRUE(session.fine_tune(3).has_value());
  session.clear_images();
  const Checkpoint checkpoint = load_checkpoint(session.save_checkpoint().value(), "saved").value();
  EXPECT_EQ(checkpoint.training.step, 3);
  EXPECT_EQ(checkpoint.training.images, kSample);
  EXPECT_EQ(checkpoint.training.history.size(), 1U);
  EXPECT_EQ(checkpoint.model.spec.recipe.noise, parse_noise("masking:0.25").value());
  EXPECT_FALSE(checkpoint.is_resumable());
}

// A schedule needs the length of the run; fine-tuning is open-ended and sets its own rate.
TEST(Session, FineTuningIgnoresTheModelsSchedule) {
  SessionWithModel plain;
  SessionWithModel scheduled;
  Checkpoint checkpoint = load_checkpoint(scheduled.save_checkpoint().value(), "saved").value();
  Recipe& recipe = checkpoint.model.spec.recipe;
  recipe.schedule = Schedule::kCosine;
  recipe.warmup = 0.5;
  recipe.weight_decay = 0.5;
  recipe.early_stopping = 1;
  const Bytes bytes =
      save_checkpoint(checkpoint.model, checkpoint.training, WeightPrecision::kFloat32).value();
  ASSERT_TRUE(scheduled.load_checkpoint(bytes).has_value());
  for (SessionWithModel* session : {&plain, &scheduled}) {
    ASSERT_TRUE(session->start_fine_tuning({.batch = 24}).has_value());
    ASSERT_TRUE(session->fine_tune(5).has_value());
  }
  EXPECT_EQ(scheduled.save_checkpoint().value(), plain.save_checkpoint().value());
}

TEST(Session, RejectsInvalidFineTuning) {
  SessionWithModel session;
  EXPECT_FALSE(session.fine_tune(1).has_value());
  EXPECT_FALSE(session.start_fine_tuning({.learning_rate = -1}).has_value());
  EXPECT_FALSE(session.start_fine_tuning({.batch = 0}).has_value());
  EXPECT_FALSE(session.start_fine_tuning({.noise = "gaussian:2"}).has_value());
  EXPECT_FALSE(session.start_fine_tuning({.share = 0}).has_value());
  EXPECT_FALSE(session.start_fine_tuning({.share = 1.5}).has_value());
  ASSERT_TRUE(session.start_fine_tuning({}).has_value());
  EXPECT_FALSE(session.fine_tune(0).has_value());
  session.clear_images();
  EXPECT_FALSE(session.start_fine_tuning({}).has_value());
  ASSERT_TRUE(session.add_drawings(std::vector<Scalar>(kImagePixels)).has_value());
  EXPECT_TRUE(session.start_fine_tuning({}).has_value());
}

TEST(Session, AModelForImagesOfAnotherSizeRefusesDigits) {
  SessionWithImages session;
  const std::vector<Scalar> digit = session.image(0).value();
  for (const Shape shape : {Shape{1, 8, 8}, Shape{3, 32, 32}, Shape{1, 14, 56}}) {
    const Model model = Model::create(find_model("under-64", shape).value()).value();
    const Bytes file = save_checkpoint(model, {}, WeightPrecision::kFloat32).value();
    ASSERT_TRUE(session.load_checkpoint(file).has_value());
    EXPECT_EQ(session.start_fine_tuning({}).error().message,
              concat("under-64: expected images of ", image_text(shape), " pixels, found 28×28"));
    ASSERT_TRUE(session.analysis().load_reference(test::sample_idx()).has_value());
    EXPECT_FALSE(session.analysis().codes().has_value());
    EXPECT_FALSE(session.analysis().held_out_errors(1).has_value());
    if (shape.size() == kImagePixels) continue;  // these numbers alone cannot tell
    EXPECT_EQ(look(test::model_of(session), digit, digit).error().message,
              concat("image: expected ", shape.size(), " pixels, found 784"));
    EXPECT_FALSE(reconstruct(test::model_of(session), digit).has_value());
  }
}

TEST(Session, FitsPcaToItsImages) {
  SessionWithImages session;
  const std::vector<Scalar> images = digits(session, kSample);
  ASSERT_TRUE(session.fit_pca(5).has_value());
  const double with_five = error_of(session, images);
  ASSERT_TRUE(session.fit_pca(20).has_value());
  EXPECT_LT(error_of(session, images), 0.6 * with_five);
  // With one component fewer than images, the reconstruction is exact.
  ASSERT_TRUE(session.fit_pca(static_cast<int>(kSample) - 1).has_value());
  EXPECT_LT(error_of(session, images), 1e-9);
  EXPECT_FALSE(session.fit_pca(0).has_value());
  EXPECT_FALSE(session.start_fine_tuning({}).has_value());
}

// `count` images, each filled with one grey level: 1, 2, …
std::vector<Scalar> greys(std::size_t count) {
  std::vector<Scalar> images;
  for (std::size_t image = 1; image <= count; ++image) {
    images.resize(image * kImagePixels, static_cast<Scalar>(image) / 255);
  }
  return images;
}

TEST(Session, UsesDrawingsOnceIfThereAreNoOtherImages) {
  Session session;
  const std::vector<Scalar> drawings = greys(3);
  EXPECT_EQ(session.add_drawings(drawings).value(), 3U);
  EXPECT_EQ(digits(session, 3), drawings);
  EXPECT_FALSE(session.image(3).has_value());
  EXPECT_FALSE(session.add_drawings(std::span(drawings).first(10)).has_value());
  EXPECT_FALSE(session.add_drawings({}).has_value());
}

TEST(Session, RepeatsDrawingsUntilTheyAreHalfOfTheImages) {
  SessionWithImages session;
  EXPECT_EQ(session.add_drawings(greys(3)).value(), 2 * kSample);
  for (std::size_t index = 0; index < kSample; ++index) {
    const Scalar grey = session.image(kSample + index).value().front();
    EXPECT_EQ(grey, static_cast<Scalar>(index % 3 + 1) / 255);
  }
}

TEST(Session, HoldsOutEveryFourthDrawing) {
  SessionWithModel session;
  EXPECT_EQ(session.add_drawings(greys(9)).value(), 2 * kSample);
  for (std::size_t index = kSample; index < 2 * kSample; ++index) {
    const auto grey = std::lround(255 * session.image(index).value().front());
    EXPECT_NE(grey % 4, 0);
  }
  const std::vector<Scalar> all = greys(9);
  const std::span<const Scalar> fourth = std::span(all).subspan(3 * kImagePixels, kImagePixels);
  const std::span<const Scalar> eighth = std::span(all).subspan(7 * kImagePixels, kImagePixels);
  ASSERT_TRUE(session.analysis().load_reference(test::sample_idx()).has_value());
  EXPECT_TRUE(session.analysis().held_out_errors(kSample).value().empty());
  const std::vector<double> errors = session.analysis().held_out_errors(kSample).value();
  ASSERT_EQ(errors.size(), 2U);
  EXPECT_NEAR(errors[1], (error_of(session, fourth) + error_of(session, eighth)) / 2, 1e-7);
}

TEST(Session, SameSeedGivesTheSameNoiseAndWithoutNoiseTheImagesStayTheSame) {
  const SessionWithImages session;
  const std::vector<Scalar> images = digits(session, 2);
  const std::vector<Scalar> noisy = corrupted(images, "gaussian:0.5", 4).value();
  EXPECT_EQ(corrupted(images, "gaussian:0.5", 4).value(), noisy);
  EXPECT_NE(corrupted(images, "gaussian:0.5", 5).value(), noisy);
  EXPECT_EQ(corrupted(images, "none", 4).value(), images);
  EXPECT_FALSE(corrupted(images, "gaussian:nan", 4).has_value());
  EXPECT_FALSE(corrupted({}, "none", 4).has_value());
}

TEST(Session, ComparesPixelByPixel) {
  const std::vector<Scalar> rebuilt{1, 0.5, 0};
  const std::vector<Scalar> target{0, 0.5, 0.5};
  const Comparison comparison = compare(rebuilt, target).value();
  EXPECT_EQ(comparison.difference, (std::vector<Scalar>{1, 0, -0.5}));
  EXPECT_DOUBLE_EQ(comparison.mean_squared_error, 1.25 / 3);
  EXPECT_FALSE(compare(rebuilt, std::span(target).first(2)).has_value());
}

TEST(Session, NormalisesADrawingAndRejectsAnEmptyOne) {
  Bytes canvas(100 * 100);
  EXPECT_FALSE(normalise_drawing(canvas, 100, 100).has_value());
  for (std::size_t row = 20; row < 80; ++row) {
    for (std::size_t column = 45; column < 55; ++column) canvas[row * 100 + column] = 255;
  }
  const std::vector<Scalar> image = normalise_drawing(canvas, 100, 100).value();
  const double mass = std::accumulate(image.begin(), image.end(), 0.0);
  EXPECT_NEAR(mass, 20.0 * 20 / 6, 1e-3);  // 60 × 10 canvas pixels at 20/60 scale
  EXPECT_FALSE(normalise_drawing(canvas, 99, 100).has_value());
}

}  // namespace
}  // namespace hourglass
