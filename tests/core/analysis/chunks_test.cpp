#include "core/analysis/chunks.h"

#include <atomic>
#include <limits>

#include "tests/core/support.h"

namespace hourglass {
namespace {

using test::dense;
using test::expect_refused;
using test::kRelu;
using test::small_model;
using test::take;

// These images fill more than two chunks; the last chunk is partial.
constexpr std::size_t kImages = 301;

Model halving_model() { return small_model(6, {dense(3), kRelu, dense(6)}, 2); }

TEST(Chunks, CodesOfADatasetMatchEncodingItsImages) {
  const Model model = halving_model();
  const Dataset images = test::random_images(kImages, 6, 1);
  std::vector<Scalar> pixels(images.pixels.size());
  bytes_to_pixels(images.pixels, pixels);
  const std::vector<Scalar> expected = take(encode(model, pixels));
  for (const int threads : {1, 2, 3}) {
    ThreadTeam team(threads);
    const std::vector<Scalar> codes = take(codes_of(model, images, team));
    EXPECT_LT(test::relative_error(codes, expected), test::tolerance(1e-6, 1e-14));
  }
}

TEST(Chunks, EveryImageIsVisitedOnce) {
  const Dataset images = test::random_images(kImages, 6, 1);
  ThreadTeam team(2);
  std::vector<std::atomic<int>> visits(kImages);
  take(for_each_chunk(halving_model(), images, 0, team,
                      [&](int /*member*/, std::size_t first, Workspace& workspace) {
                        const auto columns = static_cast<std::size_t>(workspace.columns());
                        for (std::size_t i = 0; i < columns; ++i) ++visits[first + i];
                      }));
  for (const std::atomic<int>& count : visits) EXPECT_EQ(count, 1);
}

TEST(Chunks, RejectsNoImagesAndImagesOfTheWrongSize) {
  ThreadTeam team(1);
  const Model model = halving_model();
  expect_refused(codes_of(model, {.pixels_per_image = 6, .pixels = {}}, team), "found none");
  expect_refused(codes_of(model, test::random_images(2, 7, 1), team), "6 pixels, found 7");
}

TEST(Chunks, RejectsADivergedModel) {
  Model model = halving_model();
  model.parameters.front() = std::numeric_limits<Scalar>::quiet_NaN();
  ThreadTeam team(1);
  expect_refused(codes_of(model, test::random_images(2, 6, 1), team), "small: expected finite");
}

}  // namespace
}  // namespace hourglass
