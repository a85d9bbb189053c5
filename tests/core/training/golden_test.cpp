// Compares the trainer with PyTorch: golden/make_golden.py wrote the expected values, computed in
// float64. Both sides compute weights and images from the same hash of their index.
#include <cstdint>
#include <nlohmann/json.hpp>

#include "core/data/pixels.h"
#include "core/io/model_json.h"
#include "core/training/trainer.h"
#include "tests/core/support.h"

namespace hourglass {
namespace {

using nlohmann::json;
using test::take;
using test::tolerance;

constexpr std::uint32_t kImageSalt = 0x5bd1e995;

// MurmurHash3's 32-bit finaliser (Appleby 2011, public domain).
std::uint32_t hash32(std::uint32_t h) {
  h = (h ^ (h >> 16)) * 0x85ebca6bU;
  h = (h ^ (h >> 13)) * 0xc2b2ae35U;
  return h ^ (h >> 16);
}

double signed_unit(std::size_t index) {
  return hash32(static_cast<std::uint32_t>(index)) / 2147483648.0 - 1.0;
}

Dataset make_images(std::size_t count, int size) {
  Bytes pixels(count * static_cast<std::size_t>(size));
  std::uint32_t index = 0;
  for (std::uint8_t& byte : pixels) {
    const std::uint32_t h = hash32(index++ + kImageSalt);
    byte = static_cast<std::uint8_t>(h % 2 == 0 ? h >> 24 : 0);
  }
  return {.shape = {size}, .pixels = std::move(pixels)};
}

ModelSpec read_spec(const json& golden) {
  ModelSpec spec = take(architecture_from_json(golden.dump(), "golden.json"));
  spec.recipe = {.loss = take(parse_name<Loss>("loss", golden.at("loss").get<std::string>())),
                 .learning_rate = 1e-3,
                 .batch = golden.at("images").get<int>(),
                 .l1 = golden.at("l1").get<double>()};
  return spec;
}

void set_parameters(Model& model) {
  std::size_t index = 0;
  for (std::size_t number = 0; number < model.network.layer_count(); ++number) {
    for (const ParameterTensor& tensor : model.network.layer(number).parameter_tensors()) {
      double limit = 0.1;
      if (tensor.name == "weight") {
        const int channels = tensor.shape[0] + tensor.shape[1];
        const double area = static_cast<double>(tensor.size()) / tensor.shape[0] / tensor.shape[1];
        limit = std::sqrt(6.0 / (channels * area));
      }
      for (std::size_t i = 0; i < tensor.size(); ++i, ++index) {
        model.parameters[index] = static_cast<Scalar>(limit * signed_unit(index));
      }
    }
  }
}

// Compares the norm, the sum and some entries of `values` with `digest`. `tolerated` is relative:
// for entries, to the largest of them; for the norm, to the norm; for the sum, to the norm · √size.
void expect_digest(std::span<const Scalar> values, const json& digest, double tolerated,
                   const std::string& what) {
  double squares = 0, sum = 0, largest = 0;
  for (const Scalar value : values) {
    squares += static_cast<double>(value) * static_cast<double>(value);
    sum += static_cast<double>(value);
  }
  for (const json& value : digest.at("values")) {
    largest = std::max(largest, std::abs(value.get<double>()));
  }
  const auto norm = digest.at("norm").get<double>();
  EXPECT_NEAR(std::sqrt(squares), norm, tolerated * norm) << what;
  EXPECT_NEAR(sum, digest.at("sum").get<double>(),
              tolerated * norm * std::sqrt(static_cast<double>(values.size())))
      << what;
  for (std::size_t i = 0; i < digest.at("at").size(); ++i) {
    const auto at = digest["at"][i].get<std::size_t>();
    ASSERT_LT(at, values.size()) << what;
    EXPECT_NEAR(static_cast<double>(values[at]), digest["values"][i].get<double>(),
                tolerated * largest)
        << what << " entry " << at;
  }
}

// Compares every tensor of a parameter block with its digest.
void expect_digests(const Network& network, std::span<const Scalar> block, const json& digests,
                    double tolerated, const std::string& what) {
  std::size_t offset = 0;
  for (std::size_t layer = 0; layer < network.layer_count(); ++layer) {
    for (const ParameterTensor& tensor : network.layer(layer).parameter_tensors()) {
      const std::string name = concat(layer, '.', tensor.name);
      ASSERT_TRUE(digests.contains(name)) << what << ' ' << name;
      expect_digest(block.subspan(offset, tensor.size()), digests.at(name), tolerated,
                    concat(what, ' ', name));
      offset += tensor.size();
    }
  }
}

void expect_golden(const std::string& name) {
  const Bytes text = test::read_file(HOURGLASS_GOLDEN_DIR "/golden.json");
  const json golden = json::parse(text.begin(), text.end(), nullptr, false).at(name);
  Model model = take(Model::create(read_spec(golden)));
  set_parameters(model);
  const Dataset images =
      make_images(golden.at("images").get<std::size_t>(), model.network.input_size());
  std::vector<Scalar> pixels(images.pixels.size());
  bytes_to_pixels(images.pixels, pixels);

  constexpr double kForward = tolerance(2e-6, 1e-13);
  expect_digest(take(encode(model, pixels)), golden.at("code"), kForward, "code");
  expect_digest(take(reconstruct(model, pixels)), golden.at("output"), kForward, "output");

  ThreadTeam team(2);
  Trainer trainer = take(Trainer::create(model, images, team, 1));
  for (std::size_t step = 0; step < golden.at("losses").size(); ++step) {
    const double loss = take(trainer.step());
    const double expected = golden["losses"][step].get<double>();
    EXPECT_NEAR(loss, expected, expected * tolerance(5e-6, 1e-12)) << "loss of step " << step;
    if (step > 0) continue;
    // Adam's first moment starts at 0, so after one step it is a tenth of the gradient.
    std::vector<Scalar> gradient = trainer.state().moments.first;
    for (Scalar& value : gradient) value *= 10;
    expect_digests(model.network, gradient, golden.at("gradients"), tolerance(1e-5, 1e-12),
                   "gradient of");
  }
  // Where a gradient is nearly 0, rounding decides the direction of Adam's step, so float needs a
  // loose tolerance.
  expect_digests(model.network, model.parameters, golden.at("trained"), tolerance(2e-2, 1e-9),
                 "trained");
}

TEST(Golden, SigmoidNetworkWithSquaredErrorFollowsPyTorch) { expect_golden("sigmoid-mse"); }
TEST(Golden, SigmoidNetworkWithCrossEntropyFollowsPyTorch) { expect_golden("sigmoid-bce"); }
TEST(Golden, LinearNetworkFollowsPyTorch) { expect_golden("linear"); }
TEST(Golden, SparseNetworkFollowsPyTorch) { expect_golden("relu-l1"); }
TEST(Golden, SparseNetworkWithCrossEntropyFollowsPyTorch) { expect_golden("bce-l1"); }
TEST(Golden, Simple32FollowsPyTorch) { expect_golden("simple-32"); }
TEST(Golden, Dense12832FollowsPyTorch) { expect_golden("dense-128-32"); }
TEST(Golden, Deep30FollowsPyTorch) { expect_golden("deep-30"); }
TEST(Golden, Sparse1024FollowsPyTorch) { expect_golden("sparse-1024"); }
TEST(Golden, StridedConvolutionsFollowPyTorch) { expect_golden("strided"); }
TEST(Golden, ConvTransposeFollowsPyTorch) { expect_golden("conv-transpose"); }
TEST(Golden, ConvNearestFollowsPyTorch) { expect_golden("conv-nearest"); }
TEST(Golden, ConvUnpoolFollowsPyTorch) { expect_golden("conv-unpool"); }
TEST(Golden, ConvDenoiserFollowsPyTorch) { expect_golden("conv-denoiser"); }
TEST(Golden, Conv81616FollowsPyTorch) { expect_golden("conv-8-16-16"); }
TEST(Golden, Conv81616TransposeFollowsPyTorch) { expect_golden("conv-8-16-16-transpose"); }
TEST(Golden, Conv81616UnpoolFollowsPyTorch) { expect_golden("conv-8-16-16-unpool"); }

}  // namespace
}  // namespace hourglass
