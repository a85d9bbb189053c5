#include "core/data/ink.h"

#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <string>

#include "core/base/random.h"
#include "core/data/digit_image.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::take;

// A simulated photograph, with grey levels from 0 to 255.
struct Photograph {
  int width;
  int height;
  std::vector<double> tones;

  double& at(int row, int column) {
    return tones[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                 static_cast<std::size_t>(column)];
  }
  void for_each(const std::function<void(int row, int column, double& tone)>& visit) {
    for (int row = 0; row < height; ++row) {
      for (int column = 0; column < width; ++column) visit(row, column, at(row, column));
    }
  }
  Bytes bytes() const {
    Bytes result;
    for (const double tone : tones) {
      result.push_back(static_cast<std::uint8_t>(std::lround(std::clamp(tone, 0.0, 255.0))));
    }
    return result;
  }
};

constexpr int kScale = 7;  // photograph pixels per pixel of MNIST
constexpr int kWidth = 320;
constexpr int kHeight = 280;

// The share of ink in a pixel of a photograph that shows a smoothly enlarged digit in its middle.
double ink_at(ByteSpan digit, int row, int column) {
  constexpr int kSize = 28 * kScale;
  const double y = (row - (kHeight - kSize) / 2 + 0.5) / kScale - 0.5;
  const double x = (column - (kWidth - kSize) / 2 + 0.5) / kScale - 0.5;
  const int top = static_cast<int>(std::floor(y));
  const int left = static_cast<int>(std::floor(x));
  double tone = 0;
  for (const int v : {top, top + 1}) {
    for (const int u : {left, left + 1}) {
      if (v < 0 || u < 0 || v > 27 || u > 27) continue;
      tone += (1 - std::abs(y - v)) * (1 - std::abs(x - u)) *
              digit[static_cast<std::size_t>(28 * v + u)] / 255;
    }
  }
  return std::clamp((tone - 0.35) / 0.3, 0.0, 1.0);
}

// A photograph of the digit in ink of one grey level on paper of another.
Photograph drawn(ByteSpan digit, double paper, double ink) {
  Photograph photograph{kWidth, kHeight, std::vector<double>(kWidth * kHeight)};
  photograph.for_each([&](int row, int column, double& tone) {
    tone = paper + (ink - paper) * ink_at(digit, row, column);
  });
  return photograph;
}

void add_grain(Photograph& photograph, double deviation, Random& random) {
  for (double& tone : photograph.tones) {
    const double radius = std::sqrt(-2 * std::log(1 - static_cast<double>(random.uniform())));
    tone +=
        deviation * radius * std::cos(2 * std::numbers::pi * static_cast<double>(random.uniform()));
  }
}

// Flaws of photographs, by name.
using Flaw = std::function<void(Photograph& photograph)>;
const std::map<std::string, Flaw> kFlaws{
    {"none", [](Photograph&) {}},
    {"light from the left",
     [](Photograph& p) { p.for_each([](int, int x, double& tone) { tone -= 0.2 * x; }); }},
    {"a shadow over one side",
     [](Photograph& p) {
       p.for_each(
           [](int y, int x, double& tone) { tone -= 45 / (1 + std::exp((x + y - 300) / 9.)); });
     }},
    {"ruled lines",
     [](Photograph& p) {
       p.for_each([](int y, int, double& tone) {
         if (y % 36 < 2) tone = std::min(tone, 150.0);
       });
     }},
    {"squared paper",
     [](Photograph& p) {
       p.for_each([](int y, int x, double& tone) {
         if (y % 30 == 0 || x % 30 == 0) tone = std::min(tone, 165.0);
       });
     }},
    {"a dark corner",
     [](Photograph& p) {
       p.for_each([](int y, int x, double& tone) {
         if (x + y < 70) tone = 40;
       });
     }},
    {"a frame",
     [](Photograph& p) {
       p.for_each([](int y, int x, double& tone) {
         const int inside = std::min({x, y, kWidth - 1 - x, kHeight - 1 - y});
         if (inside >= 3 && inside < 9) tone = 60;
       });
     }},
    {"specks",
     [](Photograph& p) {
       for (const int at : {17, 60, 200, 255}) p.at(at, at) = p.at(at + 1, at) = 0;
     }},
};

double error_of(Photograph photograph, const std::vector<Scalar>& clean) {
  const std::vector<Scalar> image =
      take(normalise_drawing(photograph.bytes(), photograph.width, photograph.height));
  double squares = 0;
  for (std::size_t i = 0; i < image.size(); ++i) {
    squares += static_cast<double>((image[i] - clean[i]) * (image[i] - clean[i]));
  }
  return squares / static_cast<double>(image.size());
}

TEST(Ink, APhotographNormalisesLikeACleanDrawing) {
  const Dataset digits = test::test_digits();
  Random random(1, Purpose::kNoise, 0);
  std::size_t number = 0;
  std::size_t close = 0;
  for (const auto& [name, flaw] : kFlaws) {
    for (const auto& [paper, ink, grain] : {std::tuple{255.0, 0.0, 0.0},
                                            {240.0, 30.0, 3.0},
                                            {210.0, 120.0, 6.0},
                                            {185.0, 40.0, 12.0}}) {
      const ByteSpan digit = digits.image(number++);
      const Photograph clean = drawn(digit, 255, 0);
      Photograph photograph = drawn(digit, paper, ink);
      flaw(photograph);
      add_grain(photograph, grain, random);
      const double error =
          error_of(photograph, take(normalise_drawing(clean.bytes(), kWidth, kHeight)));
      close += error < 0.01 ? 1U : 0U;
      EXPECT_LT(error, 0.0125) << name << ", paper " << paper << ", ink " << ink << ", grain "
                               << grain;
    }
  }
  EXPECT_GE(close, number - 1);  // the exception is pencil under a shadow
}

TEST(Ink, BrightInkOnDarkPaperNormalisesLikeACleanDrawing) {
  const Dataset digits = test::test_digits();
  Random random(2, Purpose::kNoise, 0);
  for (std::size_t number = 0; number < 6; ++number) {
    const Photograph clean = drawn(digits.image(number), 255, 0);
    Photograph chalk = drawn(digits.image(number), 60, 220);
    add_grain(chalk, 5, random);
    EXPECT_LT(error_of(chalk, take(normalise_drawing(clean.bytes(), kWidth, kHeight))), 0.01);
  }
}

TEST(Ink, SlightGrainChangesNothing) {
  const Dataset digits = test::test_digits();
  for (const int grain : {1, 2, 5}) {
    const Photograph clean = drawn(digits.image(0), 255, 0);
    Photograph grainy = clean;
    std::size_t pixel = 0;
    for (double& tone : grainy.tones) {
      if (tone == 255 && pixel++ % 3 == 0) tone -= grain;
    }
    EXPECT_LT(error_of(grainy, take(normalise_drawing(clean.bytes(), kWidth, kHeight))), 1e-4);
  }
}

TEST(Ink, AStrokeThatTouchesTheEdgeOfACleanCanvasIsKept) {
  Bytes canvas(100 * 100);
  for (std::size_t column = 40; column < 100; ++column) canvas[50 * 100 + column] = 255;
  for (std::size_t row = 20; row < 80; ++row) canvas[row * 100 + 30] = 255;
  const Ink ink = take(find_ink(canvas, 100, 100));
  EXPECT_EQ(ink.at(50, 99), 1);
  EXPECT_EQ(ink.at(30, 30), 1);
  EXPECT_EQ(ink.at(10, 10), 0);
}

}  // namespace
}  // namespace hourglass
