#include "core/data/digit_image.h"

#include <algorithm>
#include <functional>
#include <limits>

#include "core/data/pixels.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::expect_refused;
using test::take;

struct Canvas {
  int width;
  int height;
  Bytes grey;

  Canvas(int w, int h, std::uint8_t paper)
      : width(w),
        height(h),
        grey(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), paper) {}

  std::uint8_t& at(int row, int column) {
    return grey[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                static_cast<std::size_t>(column)];
  }

  // Fills rows [top, bottom) and columns [left, right).
  Canvas& fill(int top, int bottom, int left, int right, std::uint8_t tone) {
    for (int row = top; row < bottom; ++row) {
      for (int column = left; column < right; ++column) at(row, column) = tone;
    }
    return *this;
  }
};

std::vector<Scalar> normalise(const Canvas& canvas) {
  return take(normalise_drawing(canvas.grey, canvas.width, canvas.height));
}

struct Extent {
  int top = 28, bottom = -1, left = 28, right = -1;
  double mass = 0, row = 0, column = 0;  // row and column of the centre of mass, from 0

  int height() const { return bottom - top + 1; }
  int width() const { return right - left + 1; }
};

Extent extent_of(const std::vector<Scalar>& image) {
  Extent extent;
  for (int row = 0; row < 28; ++row) {
    for (int column = 0; column < 28; ++column) {
      const auto pixel = static_cast<double>(image[static_cast<std::size_t>(row * 28 + column)]);
      EXPECT_GE(pixel, 0);
      EXPECT_LE(pixel, 1);
      extent.mass += pixel;
      extent.row += pixel * row;
      extent.column += pixel * column;
      if (pixel < 0.02) continue;
      extent.top = std::min(extent.top, row);
      extent.bottom = std::max(extent.bottom, row);
      extent.left = std::min(extent.left, column);
      extent.right = std::max(extent.right, column);
    }
  }
  extent.row /= extent.mass;
  extent.column /= extent.mass;
  return extent;
}

void expect_centred(const Extent& extent) {
  EXPECT_NEAR(extent.row, 14, 0.01);
  EXPECT_NEAR(extent.column, 14, 0.01);
}

// An L in a corner of the canvas, without any symmetry.
Canvas lopsided(int width, int height, std::uint8_t paper, std::uint8_t ink) {
  Canvas canvas(width, height, paper);
  const int unit = std::min(width, height) / 20;
  canvas.fill(unit, 11 * unit, 2 * unit, 4 * unit, ink);
  canvas.fill(9 * unit, 11 * unit, 4 * unit, 8 * unit, ink);
  return canvas;
}

TEST(DigitImage, TheLongerSideFillsTwentyPixels) {
  for (const int scale : {1, 3, 10}) {
    Canvas tall(40 * scale, 40 * scale, 0), wide = tall;
    tall.fill(5 * scale, 25 * scale, 7 * scale, 13 * scale, 255);
    wide.fill(20 * scale, 25 * scale, 3 * scale, 23 * scale, 255);
    // Centred on a pixel, a box of 20 pixels touches 21.
    const Extent of_tall = extent_of(normalise(tall)), of_wide = extent_of(normalise(wide));
    EXPECT_EQ(of_tall.height(), 21);
    EXPECT_EQ(of_tall.width(), 7);
    EXPECT_NEAR(of_tall.mass, 20 * 6, 1e-3);
    EXPECT_EQ(of_wide.width(), 21);
    EXPECT_EQ(of_wide.height(), 5);
    EXPECT_NEAR(of_wide.mass, 20 * 5, 1e-3);
    expect_centred(of_tall);
    expect_centred(of_wide);
  }
}

TEST(DigitImage, TheCentreOfMassIsAtPixelFourteen) {
  for (const auto& [width, height] :
       {std::pair(100, 100), {280, 280}, {560, 560}, {400, 130}, {90, 700}, {101, 283}}) {
    expect_centred(extent_of(normalise(lopsided(width, height, 0, 255))));
  }
}

TEST(DigitImage, CanvasSizeDoesNotMatter) {
  const std::vector<Scalar> reference = normalise(lopsided(200, 200, 0, 255));
  for (const auto& [width, height] : {std::pair(400, 400), {200, 333}, {1000, 1000}}) {
    EXPECT_LT(test::relative_error(normalise(lopsided(width, height, 0, 255)), reference), 1e-5);
  }
}

TEST(DigitImage, PositionOnTheCanvasDoesNotMatter) {
  Canvas here(100, 100, 0), there(100, 100, 0);
  here.fill(10, 40, 10, 20, 255).fill(30, 40, 20, 30, 255);
  there.fill(55, 85, 60, 70, 255).fill(75, 85, 70, 80, 255);
  EXPECT_LT(test::relative_error(normalise(here), normalise(there)), 1e-5);
}

TEST(DigitImage, DarkAndBrightInkBothBecomeBright) {
  const std::vector<Scalar> bright = normalise(lopsided(200, 200, 0, 255));
  EXPECT_LT(test::relative_error(normalise(lopsided(200, 200, 255, 0)), bright), 1e-5);
  EXPECT_EQ(bright[0], 0);
}

TEST(DigitImage, FaintInkIsStretchedToFullContrast) {
  const std::vector<Scalar> full = normalise(lopsided(200, 200, 0, 255));
  for (const auto& [paper, ink] : {std::pair(20, 60), {230, 150}, {100, 10}, {150, 250}}) {
    const std::vector<Scalar> image = normalise(
        lopsided(200, 200, static_cast<std::uint8_t>(paper), static_cast<std::uint8_t>(ink)));
    EXPECT_LT(test::relative_error(image, full), 1e-5) << paper << " on " << ink;
  }
}

TEST(DigitImage, InkAtTheEdgeIsKept) {
  Canvas canvas(50, 50, 255);
  canvas.fill(0, 50, 20, 25, 0);
  const Extent extent = extent_of(normalise(canvas));
  expect_centred(extent);
  EXPECT_EQ(extent.height(), 21);
  EXPECT_EQ(extent.width(), 3);
}

TEST(DigitImage, EdgesAreAntiAliased) {
  Canvas canvas(200, 200, 0);
  canvas.fill(50, 150, 90, 113, 255);  // 20 × 4.6 pixels of the image
  const std::vector<Scalar> image = normalise(canvas);
  EXPECT_NEAR(extent_of(image).mass, 20 * 4.6, 1e-3);
  EXPECT_NEAR(static_cast<double>(image[14 * 28 + 14]), 1, 1e-6);
  EXPECT_NEAR(static_cast<double>(image[14 * 28 + 12]), 0.8, 1e-5);
  EXPECT_NEAR(static_cast<double>(image[14 * 28 + 16]), 0.8, 1e-5);
}

TEST(DigitImage, ASingleDotFillsTheBox) {
  for (const auto& [width, height] : {std::pair(3, 3), {280, 280}, {5, 99}}) {
    Canvas canvas(width, height, 255);
    canvas.at(height / 2, width / 2) = 0;
    const Extent extent = extent_of(normalise(canvas));
    expect_centred(extent);
    EXPECT_NEAR(extent.mass, 400, 1e-3);
  }
}

TEST(DigitImage, SpecksOfDustDoNotWidenTheBox) {
  Canvas clean = lopsided(200, 200, 0, 200), dusty = clean;
  dusty.at(199, 199) = 10;
  EXPECT_LT(test::relative_error(normalise(dusty), normalise(clean)), 0.02);
}

TEST(DigitImage, MnistDigitsStayAlmostUnchanged) {
  const Dataset digits = test::test_digits();
  for (std::size_t index = 0; index < 20; ++index) {
    const ByteSpan bytes = digits.image(index);
    std::vector<Scalar> original(784);
    bytes_to_pixels(bytes, original);
    const std::vector<Scalar> image = take(normalise_drawing(bytes, 28, 28));
    double squares = 0;
    for (std::size_t i = 0; i < 784; ++i) {
      squares += static_cast<double>((image[i] - original[i]) * (image[i] - original[i]));
    }
    EXPECT_LT(squares / 784, 0.03) << "digit " << index;
    expect_centred(extent_of(image));
  }
}

TEST(DigitImage, AcceptsAHugeCanvas) {
  const Extent extent = extent_of(normalise(lopsided(4000, 3000, 0, 255)));
  expect_centred(extent);
}

TEST(DigitImage, AHairlineIsFaintNotLost) {
  Canvas canvas(2000, 3, 0);
  canvas.fill(1, 2, 100, 1900, 255);
  const std::vector<Scalar> image = normalise(canvas);
  EXPECT_NEAR(extent_of(image).mass, 20 * 20.0 / 1800, 1e-3);
}

TEST(DigitImage, RejectsAnEmptyDrawing) {
  for (const int tone : {0, 100, 255}) {
    const Canvas canvas(20, 30, static_cast<std::uint8_t>(tone));
    expect_refused(normalise_drawing(canvas.grey, 20, 30), "drawing: expected some ink",
                   "empty canvas of 20×30");
  }
  Canvas faint(20, 30, 255);
  faint.at(5, 5) = 250;
  expect_refused(normalise_drawing(faint.grey, 20, 30), "expected some ink");
  expect_refused(normalise_drawing(Bytes{7}, 1, 1), "empty canvas of 1×1");
}

TEST(DigitImage, RejectsSizesThatDoNotMatchTheBytes) {
  const Bytes bytes(100);
  constexpr int kMost = std::numeric_limits<int>::max();
  for (const auto& [width, height] : {std::pair(0, 0),
                                      {10, 9},
                                      {11, 10},
                                      {-10, -10},
                                      {0, 100},
                                      {65536, 65536},
                                      {kMost, kMost},
                                      {100, 0}}) {
    expect_refused(normalise_drawing(bytes, width, height), "expected width × height grey bytes",
                   "found 100 for ");
  }
  // In 32 bits, 2^16 · 2^16 overflows to 0, which an empty span would match.
  expect_refused(normalise_drawing({}, 65536, 65536), "found 0 for 65536×65536");
}

}  // namespace
}  // namespace hourglass
