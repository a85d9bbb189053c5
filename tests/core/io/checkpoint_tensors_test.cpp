// Tests which tensors a checkpoint may hold, and which are rejected.
#include <limits>

#include "tests/core/io/checkpoint_files.h"

namespace hourglass {
namespace {

using test::edited;
using test::expect_refused;
using test::kFull;
using test::load;
using test::repeated;
using test::save;
using test::small;
using test::take;
using test::trained_small;

TEST(Checkpoint, ReadsWeightsOfEveryFloatingPointType) {
  const Bytes bytes = save(small());
  const auto bias = [&](Dtype dtype, const Bytes& data) {
    const Checkpoint checkpoint = take(load(
        edited(bytes, [&](Safetensors& file) { file.tensors["0.bias"] = {dtype, {4}, data}; })));
    return checkpoint.model.parameters[24];
  };
  EXPECT_EQ(bias(Dtype::kF16, repeated<std::uint16_t>(0x3e00, 4)), Scalar(1.5));
  EXPECT_EQ(bias(Dtype::kBf16, repeated<std::uint16_t>(0xc020, 4)), Scalar(-2.5));
  EXPECT_EQ(bias(Dtype::kF32, repeated(-0.25F, 4)), Scalar(-0.25));
  EXPECT_EQ(bias(Dtype::kF64, repeated(7.5, 4)), Scalar(7.5));
}

TEST(Checkpoint, RejectsNonFiniteWeights) {
  const Bytes bytes = save(small());
  const auto refuse = [&](Dtype dtype, const Bytes& data) {
    expect_refused(
        load(
            edited(bytes, [&](Safetensors& file) { file.tensors["2.bias"] = {dtype, {6}, data}; })),
        "file: tensor \"2.bias\": expected finite numbers");
  };
  refuse(Dtype::kF32, repeated(std::numeric_limits<float>::quiet_NaN(), 6));
  refuse(Dtype::kF32, repeated(-std::numeric_limits<float>::infinity(), 6));
  refuse(Dtype::kF64, repeated(std::numeric_limits<double>::quiet_NaN(), 6));
  refuse(Dtype::kF16, repeated<std::uint16_t>(0x7c00, 6));
  refuse(Dtype::kBf16, repeated<std::uint16_t>(0xffff, 6));
  if (!test::kIsDouble) refuse(Dtype::kF64, repeated(1e300, 6));
}

TEST(Checkpoint, DoesNotSaveNonFiniteMoments) {
  const auto [model, good] = trained_small();
  for (std::vector<Scalar> Moments::* block : {&Moments::first, &Moments::second}) {
    TrainingState state = good;
    (state.moments.*block)[3] = std::numeric_limits<Scalar>::infinity();
    expect_refused(save_checkpoint(model, state, kFull),
                   "expected finite moments of the optimiser");
  }
}

TEST(Checkpoint, DoesNotSaveNonFiniteWeights) {
  Model model = small();
  model.parameters[7] = std::numeric_limits<Scalar>::quiet_NaN();
  expect_refused(save_checkpoint(model, {}, kFull), "small: expected finite weights to save");
  model.parameters[7] = 70'000;  // beyond float16
  EXPECT_TRUE(save_checkpoint(model, {}, kFull));
  expect_refused(save_checkpoint(model, {}, WeightPrecision::kFloat16),
                 "beyond the range of the chosen precision");
}

TEST(Checkpoint, RejectsMissingSurplusAndMisshapenTensors) {
  const Bytes bytes = save(small());
  const Bytes data(4 * 4 * 6), integers = repeated<std::int64_t>(1, 24);
  expect_refused(load(edited(bytes, [](Safetensors& file) { file.tensors.erase("2.weight"); })),
                 "file: tensor \"2.weight\": expected this tensor in the file");
  expect_refused(load(edited(bytes, [](Safetensors& file) { file.tensors.clear(); })),
                 "tensor \"0.weight\"");
  expect_refused(
      load(edited(
          bytes, [&](Safetensors& file) { file.tensors["9.weight"] = {Dtype::kF32, {24}, data}; })),
      "expected only the tensors of small, found \"9.weight\"");
  for (const std::vector<std::int64_t>& shape :
       {std::vector<std::int64_t>{6, 4}, {24}, {4, 6, 1}, {2, 12}}) {
    expect_refused(load(edited(bytes,
                               [&](Safetensors& file) {
                                 file.tensors["0.weight"] = {Dtype::kF32, shape, data};
                               })),
                   "tensor \"0.weight\": expected shape [4,6], found [");
  }
  expect_refused(load(edited(bytes,
                             [&](Safetensors& file) {
                               file.tensors["0.weight"] = {Dtype::kI64, {4, 6}, integers};
                             })),
                 "expected floating point numbers, found dtype");
}

TEST(Checkpoint, ReadsTheSeedFromTheGeneratorTensor) {
  const auto [model, state] = trained_small();
  const Bytes nine = repeated<std::uint64_t>(9, 1);
  const Checkpoint checkpoint = take(load(edited(save(model, state), [&](Safetensors& file) {
    file.tensors["optimizer.generator"].bytes = nine;
  })));
  EXPECT_EQ(checkpoint.training.seed, 9U);
}

TEST(Checkpoint, RejectsAnIncompleteOptimizer) {
  const auto [model, state] = trained_small();
  const Bytes bytes = save(model, state);
  for (const char* name :
       {"optimizer.generator", "optimizer.exp_avg.0.weight", "optimizer.exp_avg_sq.2.bias"}) {
    expect_refused(load(edited(bytes, [&](Safetensors& file) { file.tensors.erase(name); })), name);
  }
  // Without the step there is nothing to resume, so the moments are surplus.
  expect_refused(
      load(edited(bytes, [](Safetensors& file) { file.tensors.erase("optimizer.step"); })),
      "file: expected only the tensors of small");
  const Bytes minus_one = repeated<std::int64_t>(-1, 1), two = repeated<std::int64_t>(1, 2),
              negative = repeated(-1.0F, 4);
  expect_refused(
      load(edited(bytes,
                  [&](Safetensors& file) { file.tensors["optimizer.step"].bytes = minus_one; })),
      "a step of 0 or more, found -1");
  expect_refused(load(edited(bytes,
                             [&](Safetensors& file) {
                               file.tensors["optimizer.step"] = {Dtype::kI64, {2}, two};
                             })),
                 "expected one I64 number in tensor \"optimizer.step\"");
  expect_refused(load(edited(bytes,
                             [&](Safetensors& file) {
                               file.tensors["optimizer.exp_avg_sq.0.bias"] = {
                                   Dtype::kF32, {4}, negative};
                             })),
                 "second moments of 0 or more");
}

TEST(Checkpoint, RejectsEveryTruncation) {
  const auto [model, state] = trained_small();
  const Bytes bytes = save(model, state);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    ASSERT_FALSE(load_checkpoint(ByteSpan(bytes).first(length), "cut")) << length;
  }
}

}  // namespace
}  // namespace hourglass
