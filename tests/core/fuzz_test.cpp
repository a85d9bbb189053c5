// A small deterministic fuzz: valid input, damaged thousands of times, must be refused or taken,
// and never end the program. Under the sanitizers this finds what reads or writes astray.
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>

#include "tests/core/gzip_writer.h"
#include "tests/core/support.h"
#include "tests/fuzz/entry_points.h"

namespace hourglass {
namespace {

using test::bytes_of;
using test::dense;
using test::kRelu;
using test::kSigmoid;
using test::small_model;
using test::take;

constexpr int kRounds = 3000;

// A few of: flipped bits, other bytes, a cut end, a doubled or removed stretch.
Bytes damaged(Bytes bytes, Random& random) {
  for (std::uint32_t damage = random.below(4) + 1; damage > 0 && !bytes.empty(); --damage) {
    const auto position = random.below(static_cast<std::uint32_t>(bytes.size()));
    const auto at = bytes.begin() + static_cast<std::ptrdiff_t>(position);
    const auto length =
        std::min(static_cast<std::ptrdiff_t>(random.below(16)) + 1, bytes.end() - at);
    switch (random.below(8)) {
      case 0:
        bytes.erase(at, bytes.end());
        break;
      case 1:
        bytes.erase(at, at + length);
        break;
      case 2: {
        const Bytes stretch(at, at + length);
        bytes.insert(at, stretch.begin(), stretch.end());
        break;
      }
      case 3:
        *at = static_cast<std::uint8_t>(random.bits());
        break;
      case 4:
        *at = random.below(2) == 0 ? 0 : 255;
        break;
      // Digits and brackets become other ones: what is read as JSON stays so more often.
      case 5:
        *at = static_cast<std::uint8_t>('0' + random.below(10));
        break;
      default:
        *at ^= static_cast<std::uint8_t>(1U << random.below(8));
        break;
    }
  }
  return bytes;
}

// Leaves a seed for libFuzzer's targets where the environment names a folder.
void leave_seed(const std::string& name, const Bytes& seed) {
  const char* const folder = std::getenv("HOURGLASS_FUZZ_SEEDS");
  if (folder == nullptr) return;
  std::filesystem::create_directories(folder);
  std::ofstream file(std::filesystem::path(folder) / name, std::ios::binary);
  file.write(reinterpret_cast<const char*>(seed.data()), static_cast<std::streamsize>(seed.size()));
}

void survive(const std::string& name, void (*entry_point)(ByteSpan),
             const std::vector<Bytes>& seeds) {
  Random random(1);
  entry_point({});
  for (std::size_t number = 0; number < seeds.size(); ++number) {
    leave_seed(concat(name, '-', number), seeds[number]);
    entry_point(seeds[number]);
    for (int round = 0; round < kRounds; ++round) entry_point(damaged(seeds[number], random));
  }
}

Bytes images_file() {
  Bytes bytes{0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28};
  const Dataset images = test::random_images(2, 784, 1);
  bytes.insert(bytes.end(), images.pixels.begin(), images.pixels.end());
  return bytes;
}

TEST(Fuzz, IdxSurvivesDamage) {
  survive("idx", fuzz::idx,
          {images_file(), test::gzip(images_file()), {0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3}});
}

TEST(Fuzz, GzipSurvivesDamage) {
  survive("gzip", fuzz::gzip, {test::gzip(images_file()), test::gzip(Bytes(100'000))});
}

TEST(Fuzz, CheckpointSurvivesDamage) {
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

TEST(Fuzz, DrawingSurvivesDamage) {
  Bytes stroke(2 + 30 * 20, 255);
  stroke[0] = 30;
  stroke[1] = 20;
  for (std::size_t row = 4; row < 16; ++row) stroke[2 + row * 30 + 11] = 0;
  survive("drawing", fuzz::drawing, {stroke, {1, 1, 0}, {3, 1, 0, 255, 0}});
}

TEST(Fuzz, NamesSurviveDamage) {
  survive("text", fuzz::text,
          {bytes_of("gaussian:mixed:0.9"), bytes_of("salt-pepper:0.25"), bytes_of("dense-128-32"),
           bytes_of("784 → 256 → 32 → 64 → 784"), bytes_of("pca-30"), bytes_of("784-128-16")});
}

}  // namespace
}  // namespace hourglass
