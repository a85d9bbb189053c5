#include "core/models/code_size.h"

#include "core/models/find_model.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::expect_refused;
using test::take;

Model model(std::string_view name, std::optional<int> code_size = {}) {
  return take(Model::create(take(find_model(name, kDigitShape, code_size))));
}

TEST(CodeSize, ReplacesTheWidthOfTheCodeAndNothingElse) {
  // A code unit of conv-32 has 4·16·16 weights and a bias on one side and 4·16·16 weights on the
  // other; one of deep-30 has 128 weights and a bias, and 128 weights.
  EXPECT_EQ(model("conv-32", 8).parameter_count(), 121'873 - 24 * 2049);
  EXPECT_EQ(model("conv-32", 256).parameter_count(), 121'873 + 224 * 2049);
  EXPECT_EQ(model("deep-30", 2).parameter_count(), 808'494 - 28 * 257);
  EXPECT_EQ(model("sparse-1024", 5).network.code_size(), 5);
  EXPECT_EQ(model("sparse-1024", 5).spec.recipe, take(find_model("sparse-1024")).recipe);
}

TEST(CodeSize, IsPartOfTheNameByWhichTheModelIsFoundAgain) {
  for (const char* name : {"conv-32-code-8", "784-128-16-code-3", "pca-7", "linear-3"}) {
    EXPECT_EQ(model(name).spec.name, name);
  }
  EXPECT_EQ(model("conv-32", 8).spec.name, "conv-32-code-8");
  EXPECT_EQ(model("conv-32-code-8", 9).spec.name, "conv-32-code-9");
  EXPECT_EQ(model("conv-32-code-8", 32).spec.name, "conv-32");
  EXPECT_EQ(model("conv-32-code-32").spec.name, "conv-32");
  EXPECT_EQ(model("pca-30", 7).spec.name, "pca-7");
  EXPECT_EQ(model("linear-30", 7).spec.name, "linear-7");
}

// The layers of dense-128-32 for 8×8 pixels: 64 → 128 → K → 128 → 64. One channel more of conv-32
// changes its first and last convolution, but not what a unit of the code costs.
TEST(CodeSize, CanBeSetForImagesOfAnyShape) {
  constexpr Shape kSmall{.channels = 1, .height = 8, .width = 8};
  const Model dense = take(Model::create(take(find_model("dense-128-32", kSmall, 5))));
  EXPECT_EQ(dense.parameter_count(), 65 * 128 + 129 * 5 + 6 * 128 + 129 * 64);
  EXPECT_EQ(dense.spec.name, "dense-128-32-code-5");
  EXPECT_EQ(take(find_model("dense-128-32-code-5", kSmall)), dense.spec);
  EXPECT_EQ(take(find_model("pca-30", kSmall, 64)).name, "pca-64");
  expect_refused(find_model("linear-30", kSmall, 65), "expected 1 to 64 components");
  expect_refused(find_model("784-8-code-3", kSmall), "begin with 64");
  const auto colour = [](int size) {
    const Shape image{.channels = 3, .height = 28, .width = 28};
    return take(Model::create(take(find_model("conv-32", image, size)))).parameter_count();
  };
  EXPECT_EQ(colour(9), colour(8) + 2049);
}

TEST(CodeSize, RejectsCodesThatAreFeatureMapsOrEmpty) {
  expect_refused(find_model("conv-nearest", kDigitShape, 4), "conv-nearest", "dense layer");
  expect_refused(find_model("deep-30", kDigitShape, 0), "deep-30", "at least 1", "found 0");
  expect_refused(find_model("pca-30", kDigitShape, 785), "785");
  expect_refused(find_model("deep-3-code-4"), "deep-3");
  expect_refused(find_model("deep-30-code-"), "deep-30-code-");
}

}  // namespace
}  // namespace hourglass
