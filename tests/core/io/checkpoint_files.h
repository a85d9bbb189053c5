// Checkpoints that the tests of checkpoints save, change and load.
#pragma once

#include <cstring>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "core/io/checkpoint.h"
#include "core/io/safetensors.h"
#include "tests/core/support.h"

namespace hourglass::test {

inline constexpr auto kFull = WeightPrecision::kFloat32;

inline Bytes save(const Model& model, const TrainingState& training = {},
                  WeightPrecision precision = kFull) {
  return take(save_checkpoint(model, training, precision));
}

inline Result<Checkpoint> load(const Bytes& bytes) { return load_checkpoint(bytes, "file"); }

inline Model small() {
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
inline std::pair<Model, TrainingState> trained_small() {
  Model model = small();
  const Dataset images = random_images(10, 6, 1);
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
inline Bytes edited(const Bytes& bytes, const std::function<void(Safetensors&)>& change) {
  Safetensors file = take(parse_safetensors(bytes, "file"));
  change(file);
  return write_safetensors(file);
}

// The file with one field replaced in `text`, which names one of the metadata's JSON texts.
inline Bytes with_field(const Bytes& bytes, const std::string& text, const std::string& field,
                        const nlohmann::json& value) {
  return edited(bytes, [&](Safetensors& file) {
    nlohmann::json object = nlohmann::json::parse(file.metadata.at(text), nullptr, false);
    object[field] = value;
    file.metadata[text] = object.dump();
  });
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

}  // namespace hourglass::test
