// Tests which descriptions of a model, its recipe and its training are rejected.
#include <map>
#include <optional>
#include <tuple>

#include "tests/core/io/checkpoint_files.h"

namespace hourglass {
namespace {

using nlohmann::json;
using test::edited;
using test::expect_refused;
using test::load;
using test::save;
using test::small;
using test::take;
using test::trained_small;
using test::with_field;

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

TEST(Checkpoint, KeepsTheOptimizerAndCallsAdamWithWeightDecayAdamw) {
  for (const auto& [optimizer, decay, name] :
       {std::tuple{Optimizer::kAdam, 0.0, "adam"}, std::tuple{Optimizer::kAdam, 0.2, "adamw"},
        std::tuple{Optimizer::kSgd, 0.2, "sgd"}}) {
    Model model = small();
    model.spec.recipe.optimizer = optimizer;
    model.spec.recipe.weight_decay = decay;
    const Bytes bytes = save(model);
    EXPECT_EQ(take(load(bytes)).model.spec, model.spec) << name;
    const Safetensors file = take(parse_safetensors(bytes, "file"));
    EXPECT_EQ(json::parse(file.metadata.at("recipe")).at("optimizer"), name);
  }
}

TEST(Checkpoint, RejectsAnInvalidBestEpoch) {
  const auto [model, state] = trained_small();
  const Bytes bytes = save(model, state);
  expect_refused(load(with_field(bytes, "training", "best_epoch", 2)), "training: ", "found 2");
  expect_refused(load(with_field(bytes, "training", "best_epoch", -1)), "training: ");
  expect_refused(load(with_field(bytes, "training", "best_epoch", 0)), "found \"best.0.bias\"");
  expect_refused(
      load(edited(bytes, [](Safetensors& file) { file.tensors.erase("best.2.weight"); })),
      "tensor \"best.2.weight\": expected this tensor in the file");
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

}  // namespace
}  // namespace hourglass
