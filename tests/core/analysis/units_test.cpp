#include "core/analysis/units.h"

#include "core/analysis/codes.h"
#include "core/data/pixels.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::dense;
using test::expect_refused;
using test::kRelu;
using test::kSigmoid;
using test::preset;
using test::small_model;
using test::take;

TEST(Units, StatisticsMatchHandComputedValues) {
  const Codes codes{.values = {1, 0, Scalar(0.5), Scalar(0.2), 0, Scalar(0.5),  //
                               0, 1, Scalar(0.5), 0, 0, Scalar(0.5)},
                    .units = 3};
  const UnitStatistics statistics = unit_statistics(codes);
  EXPECT_NEAR(statistics.mean_activation[0], 1.2 / 4, 1e-7);
  EXPECT_NEAR(statistics.mean_activation[1], 1.0 / 4, 1e-7);
  EXPECT_NEAR(statistics.mean_activation[2], 0.5, 1e-7);
  EXPECT_EQ(statistics.active_share, (std::vector<double>{0.5, 0.25, 1}));
  EXPECT_EQ(statistics.dead, 1);
}

TEST(Units, FiltersOfADenseLayerAreWeightRowsShapedLikeTheImage) {
  Model model = preset("under-64");
  model.initialise(1);
  const ImageStack filters = take(first_layer_filters(model));
  EXPECT_EQ(filters.height, 28);
  EXPECT_EQ(filters.width, 28);
  EXPECT_EQ(filters.count(), 64U);
  EXPECT_TRUE(std::ranges::equal(filters.pixels, std::span(model.parameters).first(64 * 784)));
}

TEST(Units, FiltersOfAConvolutionAreItsKernels) {
  Model model = preset("conv-transpose");
  model.initialise(1);
  const ImageStack filters = take(first_layer_filters(model));
  EXPECT_EQ(filters.height, 3);
  EXPECT_EQ(filters.width, 3);
  EXPECT_EQ(filters.count(), 16U);
  EXPECT_TRUE(std::ranges::equal(filters.pixels, std::span(model.parameters).first(16 * 9)));
}

TEST(Units, AnAtomIsWhatItsUnitAddsToTheOutput) {
  Model model = preset("linear-5");
  model.initialise(1);
  const ImageStack atoms = take(decoder_atoms(model));
  EXPECT_EQ(atoms.height, 28);
  EXPECT_EQ(atoms.width, 28);
  EXPECT_EQ(atoms.count(), 5U);
  const std::vector<Scalar> third{0, 0, 1, 0, 0};
  const std::vector<Scalar> with = take(decode(model, third));
  const std::vector<Scalar> without = take(decode(model, std::vector<Scalar>(5)));
  for (std::size_t pixel = 0; pixel < 784; ++pixel) {
    EXPECT_NEAR(static_cast<double>(atoms.pixels[2 * 784 + pixel]),
                static_cast<double>(with[pixel] - without[pixel]), 1e-6);
  }
  EXPECT_EQ(take(decoder_atoms(preset("sparse-1024"))).count(), 1024U);
}

TEST(Units, RejectsLayersWithoutFiltersOrAtoms) {
  expect_refused(first_layer_filters(small_model(2, {kRelu, dense(2)}, 1)), "weights, found relu");
  expect_refused(decoder_atoms(preset("deep-30")), "one dense layer, found dense, relu, dense");
  expect_refused(decoder_atoms(preset("conv-nearest")), "one dense layer, found upsample2d");
  expect_refused(decoder_atoms(small_model(2, {dense(2), kSigmoid}, 1)), "found sigmoid");
}

TEST(Units, UnpoolingPlacesEachCodeValueOnceInItsWindow) {
  Model model = preset("conv-unpool");
  model.initialise(3);
  const Dataset digits = test::test_digits().slice(0, 1);
  std::vector<Scalar> image(kImagePixels);
  bytes_to_pixels(digits.image(0), image);
  const ImageStack maps = take(layer_output(model, image, model.spec.architecture.encoder_layers));
  EXPECT_EQ(maps.height, 14);
  EXPECT_EQ(maps.width, 14);
  ASSERT_EQ(maps.count(), 4U);
  const std::vector<Scalar> code = take(encode(model, image));
  for (std::size_t unit = 0; unit < code.size(); ++unit) {
    const std::size_t corner = unit / 49 * 196 + unit % 49 / 7 * 28 + unit % 7 * 2;
    int placed = 0;
    Scalar sum = 0;
    for (const std::size_t place : {corner, corner + 1, corner + 14, corner + 15}) {
      placed += maps.pixels[place] != Scalar(0) ? 1 : 0;
      sum += maps.pixels[place];
    }
    EXPECT_EQ(sum, code[unit]);
    EXPECT_EQ(placed, code[unit] != Scalar(0) ? 1 : 0);
  }
}

TEST(Units, LayerOutputsLeadFromTheCodeToTheReconstruction) {
  Model model = preset("deep-30");
  model.initialise(3);
  const std::vector<Scalar> image(kImagePixels, Scalar(0.5));
  const int code = model.spec.architecture.encoder_layers - 1;
  EXPECT_EQ(take(layer_output(model, image, code)).pixels, take(encode(model, image)));
  const int last = static_cast<int>(model.network.layer_count()) - 1;
  EXPECT_EQ(take(layer_output(model, image, last)).pixels, take(reconstruct(model, image)));
  expect_refused(layer_output(model, image, last + 1), "expected the number of a layer");
  expect_refused(layer_output(model, image, -1), "found -1");
  expect_refused(layer_output(model, std::span(image).first(5), 0), "784", "5");
}

}  // namespace
}  // namespace hourglass
