#include "core/io/checkpoint.h"

#include <cstring>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/io/model_json.h"
#include "core/io/safetensors.h"
#include "core/models/pca.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

using nlohmann::json;
using test::dense;
using test::expect_refused;
using test::kRelu;
using test::kSigmoid;
using test::preset;
using test::small_model;
using test::take;

constexpr auto kFull = WeightPrecision::kFloat32;

Bytes save(const Model& model, const TrainingState& training = {},
           WeightPrecision precision = kFull) {
  return take(save_checkpoint(model, training, precision));
}

Result<Checkpoint> load(const Bytes& bytes) { return load_checkpoint(bytes, "file"); }

Model small() {
  return small_model(6, {dense(4), kRelu, dense(6), kSigmoid}, 2,
                     {.learning_rate = 0.01,
                      .batch = 4,
                      .noise = {.kind = NoiseKind::kMasking, .level = 0.25},
                      .l1 = 1e-3,
                      .schedule = Schedule::kCosine,
                      .warmup = 0.1,
                      .weight_decay = 0.2,
                      .early_stopping = 3});
}

// A partly trained model and the state of its training.
std::pair<Model, TrainingState> trained_small() {
  Model model = small();
  const Dataset images = test::random_images(10, 6, 1);
  ThreadTeam team(1);
  Trainer trainer = take(Trainer::create(model, images, team, 0xffffffffffffffffULL));
  for (int step = 0; step < 5; ++step) {
    take(trainer.step());
    if (trainer.at_epoch_end()) trainer.finish_epoch(0.5);
  }
  TrainingState state = trainer.state();
  return {std::move(model), std::move(state)};
}

// The file with `change` applied to its content. Data that `change` inserts must outlive the call.
Bytes edited(const Bytes& bytes, const std::function<void(Safetensors&)>& change) {
  Safetensors file = take(parse_safetensors(bytes, "file"));
  change(file);
  return write_safetensors(file);
}

// The file with one field replaced in `text`, which names one of the metadata's JSON texts.
Bytes with_field(const Bytes& bytes, const std::string& text, const std::string& field,
                 const json& value) {
  return edited(bytes, [&](Safetensors& file) {
    json object = json::parse(file.metadata.at(text), nullptr, false);
    object[field] = value;
    file.metadata[text] = object.dump();
  });
}

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

// The first versions had no schedules, weight decay or early stopping.
TEST(Checkpoint, OfAnOlderVersionLoadsWithDefaultsForNewFields) {
  const Bytes bytes = edited(save(small()), [](Safetensors& file) {
    json recipe = json::parse(file.metadata.at("recipe"), nullptr, false);
    for (const char* field : {"schedule", "warmup", "weight_decay", "early_stopping"}) {
      ASSERT_EQ(recipe.erase(field), 1U) << field;
    }
    file.metadata["recipe"] = recipe.dump();
  });
  const Recipe recipe = take(load(bytes)).model.spec.recipe;
  EXPECT_EQ(recipe.learning_rate, 0.01);
  EXPECT_EQ(recipe.schedule, Schedule::kConstant);
  EXPECT_EQ(recipe.warmup, 0);
  EXPECT_EQ(recipe.weight_decay, 0);
  EXPECT_EQ(recipe.early_stopping, 0);
}

TEST(Checkpoint, RejectsAnInvalidBestEpoch) {
  const auto [model, state] = trained_small();
  const Bytes bytes = save(model, state);
  expect_refused(load(with_field(bytes, "training", "best_epoch", 2)), "training: ", "found 2");
  expect_refused(load(with_field(bytes, "training", "best_epoch", -1)), "training: ");
  expect_refused(load(with_field(bytes, "training", "best_epoch", 0)), "found \"best.0.bias\"");
  expect_refused(
      load(edited(bytes, [](Safetensors& file) { file.tensors.erase("best.2.weight"); })),
      "tensor \"best.2.weight\": expected it in the file");
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

// `count` copies of a number, as bytes.
template <class Number>
Bytes repeated(Number value, std::size_t count) {
  Bytes bytes(count * sizeof(Number));
  for (std::size_t i = 0; i < count; ++i) {
    std::memcpy(bytes.data() + i * sizeof(Number), &value, sizeof(Number));
  }
  return bytes;
}

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
    expect_refused(save_checkpoint(model, state, kFull), "expected finite moments of Adam");
  }
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

TEST(Checkpoint, DoesNotSaveNonFiniteWeights) {
  Model model = small();
  model.parameters[7] = std::numeric_limits<Scalar>::quiet_NaN();
  expect_refused(save_checkpoint(model, {}, kFull), "small: expected finite weights to save");
  model.parameters[7] = 70'000;  // beyond float16
  EXPECT_TRUE(save_checkpoint(model, {}, kFull));
  expect_refused(save_checkpoint(model, {}, WeightPrecision::kFloat16),
                 "beyond the precision's range");
}

TEST(Checkpoint, RejectsMissingSurplusAndMisshapenTensors) {
  const Bytes bytes = save(small());
  const Bytes data(4 * 4 * 6), integers = repeated<std::int64_t>(1, 24);
  expect_refused(load(edited(bytes, [](Safetensors& file) { file.tensors.erase("2.weight"); })),
                 "file: tensor \"2.weight\": expected it in the file");
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

TEST(Checkpoint, RejectsAFileWithoutADescription) {
  const Bytes bytes = save(small());
  for (const char* key : {"model", "recipe", "training"}) {
    expect_refused(load(edited(bytes, [&](Safetensors& file) { file.metadata.erase(key); })),
                   "file: expected a description of the model", concat("\"", key, "\""));
  }
  expect_refused(load(edited(bytes, [](Safetensors& file) { file.metadata.clear(); })),
                 "__metadata__");
}

TEST(Checkpoint, RejectsADescriptionThatIsNotAnObject) {
  const Bytes bytes = save(small());
  const std::string nest = std::string(100'000, '[') + std::string(100'000, ']');
  for (const char* key : {"model", "recipe", "training"}) {
    for (const std::string& text :
         {std::string(), std::string("{"), std::string("[]"), std::string("null"),
          std::string("\"x\""), nest, concat("{\"name\":", nest, "}")}) {
      expect_refused(load(edited(bytes, [&](Safetensors& file) { file.metadata[key] = text; })),
                     concat("file: ", key, ": expected"));
    }
  }
}

TEST(Checkpoint, RejectsFieldsOfTheWrongTypeAndHugeNumbers) {
  const Bytes bytes = save(small());
  const std::map<std::string, std::vector<std::string>> fields{
      {"model", {"name", "fit", "input", "layers", "encoder_layers"}},
      {"recipe", {"loss", "learning_rate", "batch", "epochs", "noise", "l1"}},
      {"training",
       {"seed", "step", "images", "validation_images", "threads", "epoch_loss", "history"}}};
  json deep = json::array();
  for (int i = 0; i < 50; ++i) deep = json::array({deep});
  for (const auto& [text, names] : fields) {
    for (const std::string& field : names) {
      for (const json& value : {json(nullptr), json(true), json::object(), deep}) {
        if (field == "history" && value == deep) continue;
        expect_refused(load(with_field(bytes, text, field, value)), concat("file: ", text, ": "));
      }
    }
  }
  for (const char* field : {"batch", "epochs"}) {
    for (const json& value : {json(-1), json(1.5), json(1ULL << 31), json(~0ULL), json("32")}) {
      expect_refused(load(with_field(bytes, "recipe", field, value)), "file: recipe: ", field);
    }
  }
  for (const json& value : {json(-1), json(0.5), json(~0ULL)}) {
    expect_refused(load(with_field(bytes, "training", "step", value)), "training: ", "step");
    expect_refused(load(with_field(bytes, "model", "encoder_layers", value)), "encoder_layers");
  }
  expect_refused(load(with_field(bytes, "training", "history", {{{"loss", "low"}}})), "history");
  expect_refused(load(with_field(bytes, "training", "history", {3})), "history");
}

TEST(Checkpoint, RejectsANewerVersionButNotAnOlderOne) {
  const auto with_version = [](const std::optional<std::string>& version) {
    return edited(save(small()), [&](Safetensors& file) {
      file.metadata.erase("version");
      if (version) file.metadata["version"] = *version;
    });
  };
  EXPECT_TRUE(load(save(small())));
  EXPECT_TRUE(load(with_version(std::nullopt)));
  for (const std::string version : {"2", "1.5", "", "one", "nan"}) {
    expect_refused(load(with_version(version)), "file: expected a checkpoint of version 1",
                   concat("found version \"", version, "\""));
  }
}

TEST(Checkpoint, RejectsAnInvalidRecipe) {
  const Bytes bytes = save(small());
  expect_refused(load(with_field(bytes, "recipe", "epochs", 0)),
                 "file: epochs: expected a finite number of at least 1");
  expect_refused(load(with_field(bytes, "recipe", "learning_rate", -1)), "learning rate");
  expect_refused(load(with_field(bytes, "recipe", "noise", "gaussian:2")), "level from 0 to 1");
  expect_refused(load(with_field(bytes, "recipe", "loss", "hinge")),
                 "loss: expected one of mse, bce; found \"hinge\"");
}

TEST(Checkpoint, RejectsLayersThatDoNotFormAnAutoencoder) {
  const Bytes bytes = save(small());
  const auto refuse = [&](const json& layers, std::string_view part) {
    expect_refused(load(with_field(bytes, "model", "layers", layers)), "file: ", part);
  };
  const json relu{{"type", "relu"}};
  refuse(json::array(), "expected an encoder");
  refuse({{{"type", "attention"}}, relu, relu},
         "layer type: expected one of dense, conv2d, conv_transpose2d, max_pool2d, max_unpool2d, "
         "upsample2d, relu, sigmoid; found \"attention\"");
  refuse({7, relu, relu}, "found \"nothing\"");
  refuse({{{"type", "dense"}}, relu, relu}, "\"outputs\"");
  for (const json& outputs : {json(0), json(-4), json(65537), json(1ULL << 32), json(~0ULL),
                              json((1ULL << 63) + 4), json("4"), json(4.0)}) {
    refuse({{{"type", "dense"}, {"outputs", outputs}}, relu, {{"type", "dense"}, {"outputs", 6}}},
           "");
  }
  expect_refused(load(with_field(bytes, "model", "fit", "pca")),
                 "expected PCA to be two dense layers");
  expect_refused(load(with_field(bytes, "model", "encoder_layers", 4)), "expected an encoder");
}

// A file of a few hundred bytes must not make us allocate the network that it describes.
TEST(Checkpoint, RejectsAHugeNetworkWithoutItsTensors) {
  const Bytes bytes = save(small());
  const auto wide = [&](const json& input, int outputs, int last) {
    return with_field(with_field(bytes, "model", "input", input), "model", "layers",
                      {{{"type", "dense"}, {"outputs", outputs}},
                       {{"type", "relu"}},
                       {{"type", "dense"}, {"outputs", last}}});
  };
  expect_refused(load(wide({16, 64, 64}, 65536, 65536)), "at most 67108864 parameters");
  expect_refused(load(wide({1, 182, 182}, 1000, 182 * 182)), "tensor \"0.weight\": expected shape");
  expect_refused(load(wide({4096, 4096, 4096}, 4, 4)), "expected an input of 1 to 65536 units");
  expect_refused(load(wide({4097, 1, 1}, 4, 4)), "three sizes from 1 to 4096");
  for (const json& input : {json::array({0, 1, 1}), json::array({-1, 1, 1}), json::array({6}),
                            json::array({6, 1, 1, 1}), json::array({1.5, 1, 1})}) {
    expect_refused(load(wide(input, 4, 6)), "model: expected three sizes from 1 to 4096");
  }
}

TEST(Checkpoint, RejectsEveryTruncation) {
  const auto [model, state] = trained_small();
  const Bytes bytes = save(model, state);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    ASSERT_FALSE(load_checkpoint(ByteSpan(bytes).first(length), "cut")) << length;
  }
}

TEST(Summary, ListsLayersWithTheirActivationsAndShapes) {
  const json summary = summary_to_json(preset("dense-128-32"));
  EXPECT_EQ(summary.at("name"), "dense-128-32");
  EXPECT_EQ(summary.at("parameters"), 209'968);
  EXPECT_EQ(summary.at("code_size"), 32);
  EXPECT_EQ(summary.at("loss"), "bce");
  const json& layers = summary.at("layers");
  ASSERT_EQ(layers.size(), 4U);
  EXPECT_EQ(layers[0].at("activation"), "relu");
  EXPECT_EQ(layers[0].at("input_shape"), json({1, 28, 28}));
  EXPECT_EQ(layers[0].at("output_shape"), json({128}));
  EXPECT_EQ(layers[0].at("weight_shape"), json({128, 784}));
  EXPECT_EQ(layers[0].at("bias_shape"), json({128}));
  EXPECT_EQ(layers[0].at("parameters"), 784 * 128 + 128);
  EXPECT_EQ(layers[1].at("activation"), "identity");
  EXPECT_EQ(layers[3].at("activation"), "sigmoid");
  EXPECT_EQ(layers[3].at("index"), 5);
}

TEST(Summary, ListsStandaloneActivationsAsLayers) {
  const json layers =
      summary_to_json(small_model(6, {kRelu, kSigmoid, dense(6), kRelu, kSigmoid}, 2)).at("layers");
  ASSERT_EQ(layers.size(), 3U);
  EXPECT_EQ(layers[0].at("type"), "relu");
  EXPECT_EQ(layers[0].at("activation"), "sigmoid");
  EXPECT_EQ(layers[1].at("activation"), "relu");
  EXPECT_EQ(layers[2].at("type"), "sigmoid");
  EXPECT_EQ(layers[2].at("parameters"), 0);
}

TEST(Summary, CountsTheFreeParametersOfAPca) {
  const json summary = summary_to_json(preset("pca-30"));
  EXPECT_EQ(summary.at("parameters"), 784 + 784 * 30);
  EXPECT_EQ(summary.at("fit"), "pca");
}

}  // namespace
}  // namespace hourglass
