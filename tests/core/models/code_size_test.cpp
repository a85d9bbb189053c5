#include "core/models/code_size.h"

#include "core/models/model.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::expect_refused;
using test::take;

Model model(std::string_view name, std::optional<int> code_size = {}) {
  return take(Model::create(take(find_model_with_code(name, code_size))));
}

TEST(CodeSize, ReplacesTheWidthOfTheCodeAndNothingElse) {
  // A code unit of conv-32 has 4·16·16 weights and a bias on one side and 4·16·16 weights on the
  // other; one of deep-30 has 128 weights and a bias, and 128 weights.
  EXPECT_EQ(model("conv-32", 8).parameter_count(), 121'873 - 24 * 2049);
  EXPECT_EQ(model("conv-32", 256).parameter_count(), 121'873 + 224 * 2049);
  EXPECT_EQ(model("deep-30", 2).parameter_count(), 808'494 - 28 * 257);
  EXPECT_EQ(model("sparse-1024", 5).network.code_size(), 5);
  EXPECT_EQ(model("sparse-1024", 5).spec.recipe, take(find_model_with_code("sparse-1024")).recipe);
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

TEST(CodeSize, RejectsCodesThatAreFeatureMapsOrEmpty) {
  expect_refused(find_model_with_code("conv-nearest", 4), "conv-nearest", "dense layer");
  expect_refused(find_model_with_code("deep-30", 0), "deep-30", "at least 1", "found 0");
  expect_refused(find_model_with_code("pca-30", 785), "785");
  expect_refused(find_model_with_code("deep-3-code-4"), "deep-3");
  expect_refused(find_model_with_code("deep-30-code-"), "deep-30-code-");
}

}  // namespace
}  // namespace hourglass
