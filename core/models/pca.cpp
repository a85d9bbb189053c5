#include "core/models/pca.h"

#include <algorithm>

#include "core/compute/eigenvectors.h"
#include "core/models/presets.h"

namespace hourglass {
namespace {

constexpr std::size_t kBlock = 512;  // images per covariance update

struct Moments {
  Eigen::VectorXd sum;
  Eigen::MatrixXd products;  // Σ x xᵀ, lower triangle

  explicit Moments(int pixels)
      : sum(Eigen::VectorXd::Zero(pixels)), products(Eigen::MatrixXd::Zero(pixels, pixels)) {}
};

// Pixels are taken as bytes 0…255 here: their sums and products are integers, which double adds
// exactly, so the result does not depend on the number of threads.
void accumulate(const Dataset& dataset, std::size_t first, std::size_t last, Moments& moments) {
  Eigen::MatrixXd block;
  for (std::size_t begin = first; begin < last; begin += kBlock) {
    const std::size_t count = std::min(kBlock, last - begin);
    using ByteMatrix = Eigen::Matrix<std::uint8_t, Eigen::Dynamic, Eigen::Dynamic>;
    const Eigen::Map<const ByteMatrix> bytes(dataset.image(begin).data(), dataset.pixels_per_image,
                                             static_cast<Eigen::Index>(count));
    block = bytes.cast<double>();
    moments.sum += block.rowwise().sum();
    moments.products.selfadjointView<Eigen::Lower>().rankUpdate(block);
  }
}

Moments moments_of(const Dataset& dataset, ThreadTeam& team) {
  std::vector<Moments> shares(static_cast<std::size_t>(team.size()),
                              Moments(dataset.pixels_per_image));
  team.run([&](int member) {
    const auto [first, last] = share_of(dataset.count(), member, team.size());
    accumulate(dataset, first, last, shares[static_cast<std::size_t>(member)]);
  });
  for (std::size_t other = 1; other < shares.size(); ++other) {
    shares[0].sum += shares[other].sum;
    shares[0].products += shares[other].products;
  }
  return std::move(shares[0]);
}

// Lays mean and components out as the two dense layers of the linear autoencoder.
void store(const Eigen::VectorXd& mean, const Eigen::MatrixXd& components, Model& model) {
  const auto code_size = static_cast<Eigen::Index>(model.network.code_size());
  const Eigen::Index pixels = mean.size();
  const std::span<Scalar> block = model.parameters;
  const std::span<Scalar> encoder = model.network.part_of(0, block);
  const std::span<Scalar> decoder = model.network.part_of(1, block);
  WeightView(encoder.data(), code_size, pixels) = components.transpose().cast<Scalar>();
  VectorView(encoder.data() + code_size * pixels, code_size) =
      (-(components.transpose() * mean)).cast<Scalar>();
  WeightView(decoder.data(), pixels, code_size) = components.cast<Scalar>();
  VectorView(decoder.data() + code_size * pixels, pixels) = mean.cast<Scalar>();
}

}  // namespace

Result<void> fit_pca(Model& model, const Dataset& dataset, ThreadTeam& team) {
  const std::size_t count = dataset.count();
  if (count < 2) return fail(model.spec.name, ": expected at least 2 images, found ", count);
  if (dataset.pixels_per_image != model.network.input_size()) {
    return fail(model.spec.name, ": expected images of ", model.network.input_size(),
                " pixels, found ", dataset.pixels_per_image);
  }
  Moments moments = moments_of(dataset, team);
  const auto images = static_cast<double>(count);
  const Eigen::VectorXd mean = moments.sum / images;
  moments.products.selfadjointView<Eigen::Lower>().rankUpdate(mean, -images);
  constexpr double kByteToPixel = 1.0 / 255;
  moments.products *= kByteToPixel * kByteToPixel / (images - 1);

  const auto code_size = static_cast<Eigen::Index>(model.network.code_size());
  const Result<Eigenpairs> pairs = leading_eigenvectors(moments.products, code_size);
  if (!pairs) return fail(model.spec.name, ": ", pairs.error().message);
  store(mean * kByteToPixel, pairs->vectors, model);

  const Eigen::VectorXd variances = pairs->values.cwiseMax(0);
  model.spectrum = PcaSpectrum{.variances = {variances.begin(), variances.end()},
                               .total_variance = moments.products.trace()};
  return {};
}

Result<Model> exact_pca(int components, const Dataset& dataset, ThreadTeam& team) {
  const Result<ModelSpec> spec = find_model(concat("pca-", components));
  if (!spec) return std::unexpected(spec.error());
  Result<Model> model = Model::create(*spec);
  if (!model) return model;
  if (const Result<void> fitted = fit_pca(*model, dataset, team); !fitted) {
    return std::unexpected(fitted.error());
  }
  return model;
}

}  // namespace hourglass
