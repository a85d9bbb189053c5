#include "core/data/noise.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/data/batch.h"
#include "core/data/pixels.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::expect_refused;
using test::take;

constexpr std::size_t kPixels = 50'000;

std::vector<Scalar> corrupted(const std::vector<Scalar>& clean, const Noise& noise) {
  std::vector<Scalar> noisy(clean.size());
  Random random(1);
  corrupt(clean, noise, random, noisy);
  return noisy;
}

std::vector<Scalar> grey() { return std::vector<Scalar>(kPixels, Scalar(0.5)); }

double share(const std::vector<Scalar>& values, Scalar value) {
  return static_cast<double>(std::ranges::count(values, value)) /
         static_cast<double>(values.size());
}

TEST(Noise, TextRoundTrips) {
  for (const std::string_view text :
       {"none", "gaussian:0.5", "gaussian:mixed:0.9", "masking:0.25", "masking:mixed:1",
        "salt-pepper:0", "salt-pepper:mixed:0.1", "gaussian:1e-06"}) {
    EXPECT_EQ(to_string(take(parse_noise(text))), text);
  }
  EXPECT_EQ(take(parse_noise("gaussian:mixed:0.9")),
            (Noise{.kind = NoiseKind::kGaussian, .level = 0.9, .mixed = true}));
  EXPECT_EQ(take(parse_noise("gaussian:1.0")), (Noise{.kind = NoiseKind::kGaussian, .level = 1}));
}

TEST(Noise, RejectsUnknownKinds) {
  for (const std::string_view text : {"", "blur:0.5", "gaussian", "Gaussian:0.5", "none:0.5",
                                      "gauss:0.5", "mixed:0.5", ":", "0.5"}) {
    expect_refused(parse_noise(text), "expected none, KIND:LEVEL or KIND:mixed:MAX",
                   concat("found \"", text, "\""));
  }
}

TEST(Noise, RejectsLevelsOutsideZeroToOne) {
  for (const std::string_view text :
       {"gaussian:2", "gaussian:-0.1", "gaussian:", "gaussian:x", "gaussian:nan", "gaussian:inf",
        "masking:mixed:", "masking:mixed:1.01", "salt-pepper:0.5x", "gaussian:mixed:mixed:0.5"}) {
    expect_refused(parse_noise(text), "expected a level from 0 to 1", text);
  }
}

TEST(Noise, NoneAndLevelZeroChangeNothing) {
  const std::vector<Scalar> clean = grey();
  EXPECT_EQ(corrupted(clean, {}), clean);
  for (const NoiseKind kind : {NoiseKind::kGaussian, NoiseKind::kMasking, NoiseKind::kSaltPepper}) {
    EXPECT_EQ(corrupted(clean, {.kind = kind, .level = 0}), clean);
    EXPECT_EQ(corrupted(clean, {.kind = kind, .level = 0, .mixed = true}), clean);
  }
}

TEST(Noise, GaussianLevelIsTheStandardDeviation) {
  const std::vector<Scalar> noisy = corrupted(grey(), {.kind = NoiseKind::kGaussian, .level = 0.1});
  double sum = 0, squares = 0;
  for (const Scalar value : noisy) {
    const double difference = static_cast<double>(value) - 0.5;
    sum += difference;
    squares += difference * difference;
  }
  EXPECT_NEAR(sum / kPixels, 0, 0.002);
  EXPECT_NEAR(std::sqrt(squares / kPixels), 0.1, 0.002);
}

TEST(Noise, GaussianIsClipped) {
  const std::vector<Scalar> noisy = corrupted(grey(), {.kind = NoiseKind::kGaussian, .level = 1});
  EXPECT_EQ(*std::ranges::min_element(noisy), 0);
  EXPECT_EQ(*std::ranges::max_element(noisy), 1);
  EXPECT_NEAR(share(noisy, 0), 0.3085, 0.01);  // Φ(−½)
  EXPECT_NEAR(share(noisy, 1), 0.3085, 0.01);
}

TEST(Noise, MaskingZeroesTheGivenShareOfPixels) {
  const std::vector<Scalar> noisy = corrupted(grey(), {.kind = NoiseKind::kMasking, .level = 0.3});
  EXPECT_NEAR(share(noisy, 0), 0.3, 0.01);
  EXPECT_NEAR(share(noisy, Scalar(0.5)), 0.7, 0.01);
  EXPECT_EQ(share(corrupted(grey(), {.kind = NoiseKind::kMasking, .level = 1}), 0), 1);
}

TEST(Noise, SaltAndPepperAreEquallyLikely) {
  const std::vector<Scalar> noisy =
      corrupted(grey(), {.kind = NoiseKind::kSaltPepper, .level = 0.3});
  EXPECT_NEAR(share(noisy, 0), 0.15, 0.008);
  EXPECT_NEAR(share(noisy, 1), 0.15, 0.008);
  EXPECT_NEAR(share(noisy, Scalar(0.5)), 0.7, 0.01);
}

TEST(Noise, MixedNoiseDrawsALevelForEachImageUpToTheMaximum) {
  const Noise noise{.kind = NoiseKind::kMasking, .level = 0.8, .mixed = true};
  const std::vector<Scalar> clean(1000, Scalar(0.5));
  std::vector<double> levels;
  Random random(2);
  for (int image = 0; image < 400; ++image) {
    std::vector<Scalar> noisy(clean.size());
    corrupt(clean, noise, random, noisy);
    levels.push_back(share(noisy, 0));
  }
  EXPECT_NEAR(std::reduce(levels.begin(), levels.end()) / 400, 0.4, 0.03);
  EXPECT_LT(*std::ranges::min_element(levels), 0.05);
  EXPECT_GT(*std::ranges::max_element(levels), 0.75);
  EXPECT_LT(*std::ranges::max_element(levels), 0.87);
}

// Both precisions give the same statistics, so one build is enough.
#ifndef HOURGLASS_DOUBLE
// The mean squared error of noisy test digits, clipped to [0, 1], for each noise level.
TEST(Noise, OnMnistHasThePublishedErrors) {
  const Dataset digits = test::test_digits();
  std::vector<Scalar> clean(digits.pixels.size()), noisy(clean.size());
  bytes_to_pixels(digits.pixels, clean);
  const auto images = static_cast<Eigen::Index>(digits.count());
  const std::pair<double, double> published[] = {{0.1, 0.0054}, {0.3, 0.0466}, {0.5, 0.1155},
                                                 {0.7, 0.1813}, {0.8, 0.2085}, {0.9, 0.2321}};
  for (const auto& [level, expected] : published) {
    corrupt_images({clean.data(), 784, images}, {.kind = NoiseKind::kGaussian, .level = level}, 1,
                   0, {noisy.data(), 784, images});
    double sum = 0;
    for (std::size_t i = 0; i < clean.size(); ++i) {
      const double difference = static_cast<double>(noisy[i]) - static_cast<double>(clean[i]);
      sum += difference * difference;
    }
    EXPECT_NEAR(sum / static_cast<double>(clean.size()), expected, 0.0002) << level;
  }
}
#endif

}  // namespace
}  // namespace hourglass
