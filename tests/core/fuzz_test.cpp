// A small deterministic fuzz test of every entry point of the core (see tests/fuzz/damage.h).
#include "core/io/safetensors.h"
#include "tests/core/support.h"
#include "tests/fuzz/damage.h"
#include "tests/fuzz/entry_points.h"

namespace hourglass {
namespace {

using fuzz::survive;
using test::bytes_of;
using test::dense;
using test::kRelu;
using test::kSigmoid;
using test::small_model;
using test::take;

TEST(Fuzz, DamagedIdxCausesNoCrash) {
  survive("idx", fuzz::idx, {fuzz::images_file(), {0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3}});
}

TEST(Fuzz, DamagedCheckpointCausesNoCrash) {
  Model model = small_model(4, {dense(3), kRelu, dense(4), kSigmoid}, 2, {.batch = 2});
  const Dataset images = test::random_images(4, 4, 1);
  ThreadTeam team(1);
  Trainer trainer = take(Trainer::create(model, images, team, 1));
  take(trainer.step());
  take(trainer.step());
  trainer.finish_epoch(0.5);
  const Model linear = test::preset("pca-1");
  survive("checkpoint", fuzz::checkpoint,
          {take(save_checkpoint(model, trainer.state(), WeightPrecision::kFloat32)),
           take(save_checkpoint(model, {}, WeightPrecision::kFloat16)),
           take(save_checkpoint(linear, {}, WeightPrecision::kFloat16))});
}

TEST(Fuzz, DamagedMomentsCauseNoCrash) {
  ThreadTeam team(1);
  const auto file = [&team](Dataset images, Shape shape) {
    images.shape = shape;
    return save_moments({.moments = image_moments(images, team), .pixels_crc32 = 7});
  };
  survive("moments", fuzz::moments,
          {file(test::random_images(5, 6, 1), {.channels = 1, .height = 2, .width = 3}),
           file(test::random_images(1, 3, 2), {.channels = 3})});
}

TEST(Fuzz, DamagedStateDictCausesNoCrash) {
  const Bytes data(4 * (2 * 784 + 2 + 784 * 2 + 784));
  const ByteSpan bytes(data);
  Safetensors file;
  file.tensors["encoder.0.weight"] = {Dtype::kF32, {2, 784}, bytes.first(6272)};
  file.tensors["encoder.0.bias"] = {Dtype::kF32, {2}, bytes.first(8)};
  file.tensors["decoder.0.weight"] = {Dtype::kF32, {784, 2}, bytes.first(6272)};
  file.tensors["decoder.0.bias"] = {Dtype::kF32, {784}, bytes.first(3136)};
  survive("state_dict", fuzz::state_dict, {write_safetensors(file)});
}

TEST(Fuzz, DamagedDrawingCausesNoCrash) {
  Bytes stroke(2 + 30 * 20, 255);
  stroke[0] = 30;
  stroke[1] = 20;
  for (std::size_t row = 4; row < 16; ++row) stroke[2 + row * 30 + 11] = 0;
  survive("drawing", fuzz::drawing, {stroke, {1, 1, 0}, {3, 1, 0, 255, 0}});
}

TEST(Fuzz, DamagedNamesCauseNoCrash) {
  survive("text", fuzz::text,
          {bytes_of("gaussian:mixed:0.9"), bytes_of("salt-pepper:0.25"), bytes_of("dense-128-32"),
           bytes_of("784 → 256 → 32 → 64 → 784"), bytes_of("pca-30"), bytes_of("784-128-16"),
           bytes_of("deep-30-code-8")});
}

}  // namespace
}  // namespace hourglass
