#include "core/models/pass.h"

#include <atomic>

#include "core/data/pixels.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::dense;
using test::expect_refused;
using test::kRelu;
using test::small_model;
using test::take;

// These images fill more than two chunks; the last chunk is partial.
constexpr std::size_t kImages = 601;

Model halving_model() { return small_model(6, {dense(3), kRelu, dense(6)}, 2); }

TEST(Pass, EveryImageOfADatasetIsVisitedOnce) {
  const Dataset images = test::random_images(kImages, 6, 1);
  ThreadTeam team(2);
  std::vector<std::atomic<int>> visits(kImages);
  take(for_each_chunk(halving_model(), images, {}, 0, team,
                      [&](int /*member*/, std::size_t first, PassBatch& chunk) {
                        const auto columns = static_cast<std::size_t>(chunk.count());
                        for (std::size_t i = 0; i < columns; ++i) ++visits[first + i];
                      }));
  for (const std::atomic<int>& count : visits) EXPECT_EQ(count, 1);
}

TEST(Pass, TheInputIsNoisyAndTheTargetIsClean) {
  const Dataset images = test::random_images(kImages, 6, 1);
  const Corruption corruption{.noise = take(parse_noise("gaussian:0.5")), .seed = 3};
  std::vector<Scalar> pixels(images.pixels.size());
  bytes_to_pixels(images.pixels, pixels);
  std::vector<Scalar> noisy(pixels.size());
  const auto count = static_cast<Eigen::Index>(kImages);
  corrupt_images(ConstMatrixView(pixels.data(), 6, count), corruption.noise, corruption.seed, 0,
                 MatrixView(noisy.data(), 6, count));
  for (const int threads : {1, 3}) {
    ThreadTeam team(threads);
    take(for_each_chunk(halving_model(), images, corruption, 0, team,
                        [&](int /*member*/, std::size_t first, PassBatch& chunk) {
                          EXPECT_EQ(chunk.target(),
                                    ConstMatrixView(&pixels[6 * first], 6, chunk.count()));
                          EXPECT_EQ(chunk.workspace.activation(0),
                                    ConstMatrixView(&noisy[6 * first], 6, chunk.count()));
                        }));
  }
}

TEST(Pass, RejectsNoImagesAndImagesOfTheWrongSize) {
  ThreadTeam team(1);
  const Model model = halving_model();
  const auto pass = [&](const Dataset& images) {
    return for_each_chunk(model, images, {}, 1, team, [](int, std::size_t, PassBatch&) {});
  };
  expect_refused(pass({.shape = {6}, .pixels = {}}), "found none");
  expect_refused(pass(test::random_images(2, 7, 1)), "6 pixels, found 7");
}

}  // namespace
}  // namespace hourglass
