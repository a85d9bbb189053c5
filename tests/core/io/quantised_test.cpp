#include "core/io/quantised.h"

#include "tests/core/io/checkpoint_files.h"

namespace hourglass {
namespace {

using test::edited;
using test::expect_refused;
using test::load;
using test::save;
using test::small;
using test::take;

Bytes save_int8(const Model& model) {
  return take(quantise_checkpoint(save(model, {}, WeightPrecision::kFloat16)));
}

// Rows with largest weights 127, 0 and 2.54: scales of 1, 0 and 0.02.
TEST(Quantised, RoundsToHandComputedIntegersAndScales) {
  const std::vector<Scalar> weights{127,           Scalar(-3.4), Scalar(0.6),  0, 0, 0,
                                    Scalar(-2.54), Scalar(1.01), Scalar(0.009)};
  const QuantisedRows stored = quantise(weights, 3);
  const std::vector<int> integers{127, -3, 1, 0, 0, 0, -127, 51, 0};
  for (std::size_t i = 0; i < integers.size(); ++i) {
    EXPECT_EQ(read_number<std::int8_t>(stored.integers, i), integers[i]) << i;
  }
  EXPECT_EQ(read_number<float>(stored.scales, 0), 1);
  EXPECT_EQ(read_number<float>(stored.scales, 1), 0);
  EXPECT_FLOAT_EQ(read_number<float>(stored.scales, 2), 0.02F);
}

TEST(Quantised, CheckpointsKeepWeightsAlmostWithinHalfAStepAndTakeAQuarterOfTheBytes) {
  for (const char* name : {"deep-30", "conv-nearest", "pca-30"}) {
    Model model = test::preset(name);
    model.initialise(1);
    const Bytes bytes = save_int8(model);
    const Model loaded = take(load(bytes)).model;
    EXPECT_EQ(loaded.spec, model.spec);
    const Scalar largest = std::abs(
        *std::ranges::max_element(model.parameters, {}, [](Scalar x) { return std::abs(x); }));
    for (std::size_t i = 0; i < model.parameters.size(); ++i) {
      ASSERT_NEAR(loaded.parameters[i], model.parameters[i], largest / 220) << name << ' ' << i;
    }
  }
  const Model deep = test::preset("deep-30");
  EXPECT_LT(save_int8(deep).size(), 0.26 * static_cast<double>(save(deep).size()));
}

TEST(Quantised, RejectsMissingAndUnusableScales) {
  const Bytes bytes = save_int8(small());
  const auto refuse = [&](const std::function<void(Safetensors&)>& change, std::string_view text) {
    expect_refused(load(edited(bytes, change)), "tensor \"0.weight\": expected", text);
  };
  const Bytes infinite = test::repeated(std::numeric_limits<float>::infinity(), 4);
  const Bytes three = test::repeated(1.0F, 3), doubles = test::repeated(1.0, 4);
  refuse([](Safetensors& file) { file.tensors.erase("0.weight.scale"); }, "scales beside");
  refuse([&](Safetensors& file) { file.tensors["0.weight.scale"] = {Dtype::kF32, {3}, three}; },
         "one scale of dtype F32 for each of its 4 rows");
  refuse([&](Safetensors& file) { file.tensors["0.weight.scale"] = {Dtype::kF64, {4}, doubles}; },
         "each of its 4 rows");
  refuse([&](Safetensors& file) { file.tensors["0.weight.scale"].bytes = infinite; }, "finite");
  expect_refused(load(edited(save(small()),
                             [&](Safetensors& file) {
                               file.tensors["0.weight.scale"] = {Dtype::kF32, {3}, three};
                             })),
                 "expected only the tensors of small, found \"0.weight.scale\"");
}

}  // namespace
}  // namespace hourglass
