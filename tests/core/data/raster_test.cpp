#include "core/data/raster.h"

#include <limits>

#include "tests/core/support.h"

namespace hourglass {
namespace {

TEST(Raster, GreyIsTheLumaOfBt601) {
  const Raster image{3, 1, 3, {255, 0, 0, 0, 255, 0, 10, 200, 90}};
  EXPECT_EQ(to_grey(image).pixels, (Bytes{76, 150, 131}));  // 76.2, 149.7 and 130.7
  EXPECT_EQ(to_grey(to_colour(to_grey(image))).pixels, (Bytes{76, 150, 131}));
}

TEST(Raster, ResizingAveragesAreas) {
  const Raster image{3, 2, 1, {0, 30, 90, 60, 90, 150}};
  EXPECT_EQ(resized(image, 1, 1).pixels, Bytes{70});
  // Each new pixel covers one and a half old ones: (0 + 30/2) / 1.5 and (30/2 + 90) / 1.5.
  EXPECT_EQ(resized(image, 2, 2).pixels, (Bytes{10, 70, 70, 130}));
  EXPECT_EQ(resized(image, 3, 2).pixels, image.pixels);
  EXPECT_EQ(resized(image, 6, 2).pixels, (Bytes{0, 0, 30, 30, 90, 90, 60, 60, 90, 90, 150, 150}));
}

TEST(Raster, ColoursAreResizedApart) {
  const Raster image{2, 1, 3, {0, 100, 200, 50, 200, 0}};
  EXPECT_EQ(resized(image, 1, 1).pixels, (Bytes{25, 150, 100}));
}

TEST(Raster, TransposingExchangesRowsAndColumns) {
  const Raster image{3, 2, 1, {1, 2, 3, 4, 5, 6}};
  const Raster turned = transposed(image);
  EXPECT_EQ(turned.width, 2);
  EXPECT_EQ(turned.pixels, (Bytes{1, 4, 2, 5, 3, 6}));
  EXPECT_EQ(transposed(turned).pixels, image.pixels);
}

TEST(Raster, NumbersBecomeBytesOnlyWithinTheirRange) {
  EXPECT_EQ(tone_byte(0, 1), 0);
  EXPECT_EQ(tone_byte(0.5, 1), 128);
  EXPECT_EQ(tone_byte(16, 16), 255);
  EXPECT_EQ(tone_byte(7, 255), 7);
  for (const double wrong : {-0.001, 255.001, std::numeric_limits<double>::quiet_NaN(),
                             std::numeric_limits<double>::infinity()}) {
    EXPECT_EQ(tone_byte(wrong, 255), std::nullopt) << wrong;
  }
}

TEST(Raster, BorderTellsPaperFromBlack) {
  Raster image{5, 4, 1, Bytes(20, 255)};
  EXPECT_TRUE(has_light_border(image));
  image.pixels[7] = 0;  // inside
  EXPECT_TRUE(has_light_border(image));
  invert(image.pixels);
  EXPECT_EQ(image.pixels[7], 255);
  EXPECT_FALSE(has_light_border(image));
}

}  // namespace
}  // namespace hourglass
