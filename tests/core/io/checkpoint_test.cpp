#include "core/io/checkpoint.h"

#include <map>
#include <utility>

#include "core/io/safetensors.h"
#include "core/models/pca.h"
#include "tests/core/io/checkpoint_files.h"

namespace hourglass {
namespace {

using test::expect_refused;
using test::load;
using test::preset;
using test::save;
using test::small;
using test::take;
using test::trained_small;
using test::with_field;

TEST(Checkpoint, RoundTripsEveryPreset) {
  for (const ModelSpec& spec : presets()) {
    Model model = take(Model::create(spec));
    model.initialise(1);
    const Bytes bytes = save(model);
    const Checkpoint checkpoint = take(load(bytes));
    EXPECT_EQ(checkpoint.model.spec, spec) << spec.name;
    EXPECT_EQ(checkpoint.model.parameters, model.parameters) << spec.name;
    EXPECT_FALSE(checkpoint.is_resumable()) << spec.name;
    EXPECT_EQ(save(checkpoint.model, checkpoint.training), bytes) << spec.name;
  }
}

TEST(Checkpoint, NamesAndShapesTensorsLikePyTorch) {
  const Bytes bytes = save(preset("dense-128-32"));
  const Safetensors file = take(parse_safetensors(bytes, "file"));
  const std::map<std::string, std::vector<std::int64_t>> expected{
      {"0.weight", {128, 784}}, {"0.bias", {128}}, {"2.weight", {32, 128}},  {"2.bias", {32}},
      {"3.weight", {128, 32}},  {"3.bias", {128}}, {"5.weight", {784, 128}}, {"5.bias", {784}}};
  std::map<std::string, std::vector<std::int64_t>> found;
  for (const auto& [name, tensor] : file.tensors) found[name] = tensor.shape;
  EXPECT_EQ(found, expected);
  EXPECT_EQ(file.metadata.at("format"), "pt");
}

TEST(Checkpoint, HoldsEverythingNeededToResumeARun) {
  const auto [model, state] = trained_small();
  const Checkpoint checkpoint = take(load(save(model, state)));
  EXPECT_TRUE(checkpoint.is_resumable());
  EXPECT_EQ(checkpoint.model.parameters, model.parameters);
  EXPECT_EQ(checkpoint.model.spec, model.spec);
  const TrainingState& training = checkpoint.training;
  EXPECT_EQ(training.seed, state.seed);
  EXPECT_EQ(training.step, 5);
  EXPECT_EQ(training.images, 10U);
  EXPECT_EQ(training.epoch_loss, state.epoch_loss);
  EXPECT_EQ(training.history, state.history);
  EXPECT_EQ(training.history.size(), 1U);
  EXPECT_EQ(training.moments.first, state.moments.first);
  EXPECT_EQ(training.moments.second, state.moments.second);
  EXPECT_EQ(training.best_epoch, 1U);
  EXPECT_EQ(training.best_parameters, state.best_parameters);
}

TEST(Checkpoint, OfAFinishedRunNamesTheEpochItHolds) {
  auto [model, state] = trained_small();
  model.parameters = std::exchange(state.best_parameters, {});
  state.moments = {};
  const Checkpoint checkpoint = take(load(save(model, state)));
  EXPECT_FALSE(checkpoint.is_resumable());
  EXPECT_EQ(checkpoint.training.best_epoch, 1U);
  EXPECT_EQ(checkpoint.model.parameters, model.parameters);
}

TEST(Checkpoint, ResumesARunExactly) {
  const Dataset images = test::random_images(30, 6, 1);
  ThreadTeam team(2);
  Model whole = small(), interrupted = small();
  Trainer uninterrupted = take(Trainer::create(whole, images, team, 5));
  Trainer first = take(Trainer::create(interrupted, images, team, 5));
  for (int step = 0; step < 11; ++step) take(first.step());
  Checkpoint checkpoint = take(load(save(interrupted, first.state())));
  Trainer second = take(Trainer::create(checkpoint.model, images, team, 1));
  take(second.restore(checkpoint.training));
  for (int step = 0; step < 11; ++step) take(second.step());
  for (int step = 0; step < 22; ++step) take(uninterrupted.step());
  EXPECT_EQ(save(checkpoint.model, second.state()), save(whole, uninterrupted.state()));
}

TEST(Checkpoint, KeepsTheSpectrumOfAPca) {
  Model model = preset("pca-5");
  ThreadTeam team(1);
  take(fit_pca(model, test::test_digits().slice(0, 50), team));
  const Bytes bytes = save(model);
  const Checkpoint checkpoint = take(load(bytes));
  ASSERT_TRUE(checkpoint.model.spectrum);
  EXPECT_EQ(checkpoint.model.spectrum->variances, model.spectrum->variances);
  EXPECT_EQ(checkpoint.model.spectrum->total_variance, model.spectrum->total_variance);
  EXPECT_EQ(checkpoint.model.spec.fit, Fit::kPca);
  expect_refused(load(with_field(bytes, "spectrum", "variances", {1, 2})),
                 "spectrum: expected 5 variances, found 2");
  expect_refused(load(with_field(bytes, "spectrum", "variances", {1, 2, 3, 4, "x"})), "spectrum: ");
  expect_refused(load(with_field(bytes, "spectrum", "total_variance", nullptr)), "spectrum: ");
}

TEST(Checkpoint, HalfPrecisionHalvesTheSizeAndStaysClose) {
  Model model = preset("under-64");
  model.initialise(1);
  const Bytes full = save(model), half = save(model, {}, WeightPrecision::kFloat16);
  EXPECT_LT(static_cast<double>(half.size()),
            static_cast<double>(full.size()) * test::tolerance(0.51, 0.26));
  const Checkpoint checkpoint = take(load(half));
  EXPECT_LT(test::relative_error(checkpoint.model.parameters, model.parameters), 1.0 / 2048);
  EXPECT_EQ(save(checkpoint.model, {}, WeightPrecision::kFloat16), half);
}

TEST(Checkpoint, KeepsTheRecordOfARun) {
  auto [model, state] = trained_small();
  state.run = RunRecord{.pixels_crc32 = 0xfedcba98,
                        .data = "/data/mnist",
                        .out = "m.safetensors",
                        .log = "/tmp/a \"log\".csv",
                        .float16 = true,
                        .keep_optimizer = true};
  EXPECT_EQ(take(load(save(model, state))).training.run, state.run);
  state.run = RunRecord{.pixels_crc32 = 7};
  EXPECT_EQ(take(load(save(model, state))).training.run, state.run);
  state.run.reset();
  EXPECT_FALSE(take(load(save(model, state))).training.run);
}

}  // namespace
}  // namespace hourglass
