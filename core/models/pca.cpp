#include "core/models/pca.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

#include "core/compute/byte_moments.h"
#include "core/compute/eigenvectors.h"
#include "core/models/families.h"

namespace hourglass {
namespace {

constexpr double kByteToPixel = 1.0 / 255;

// The pixels that are lit in at least one image (717 of MNIST's 784); the others add nothing to the
// covariance. `brightness` is 0 for an unlit pixel. If fewer pixels are lit than there are
// components, returns all pixels.
std::vector<std::uint32_t> lit_pixels(const auto& brightness, int components) {
  std::vector<std::uint32_t> all(static_cast<std::size_t>(brightness.size()));
  std::iota(all.begin(), all.end(), 0U);
  std::vector<std::uint32_t> lit = all;
  std::erase_if(lit, [&brightness](std::uint32_t pixel) { return brightness.data()[pixel] == 0; });
  return std::cmp_less(lit.size(), components) ? all : lit;
}

// For each pixel, the bits that are set in any image.
Bytes bits_of_pixels(const Dataset& dataset) {
  Bytes bits(dataset.image_size());
  for (std::size_t image = 0; image < dataset.count(); ++image) {
    std::ranges::transform(bits, dataset.image(image), bits.begin(), std::bit_or());
  }
  return bits;
}

// Writes mean and components as the two dense layers of a linear autoencoder.
void set_layers(const Eigen::VectorXd& mean, const Eigen::MatrixXd& components, Model& model) {
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

Result<void> check_fittable(const Model& model, std::size_t count, const Shape& shape) {
  if (count < 2) return fail(model.spec.name, ": expected at least 2 images, found ", count);
  return check_shape(model, shape);
}

// Fits the model to `count` images with these moments of these pixels; all other pixels are 0.
Result<void> fit(Model& model, std::size_t count, const std::vector<std::uint32_t>& pixels,
                 const ByteMoments& moments) {
  const auto& [sums, products] = moments;
  const int code_size = model.network.code_size();
  const auto images = static_cast<double>(count);
  const Eigen::MatrixXd covariance =
      (products - sums * sums.transpose() / images) * (kByteToPixel * kByteToPixel / (images - 1));
  const Result<Eigenpairs> pairs = leading_eigenvectors(covariance, code_size);
  if (!pairs) return fail(model.spec.name, ": ", pairs.error().message);

  Eigen::VectorXd mean = Eigen::VectorXd::Zero(model.network.input_size());
  Eigen::MatrixXd components = Eigen::MatrixXd::Zero(mean.size(), code_size);
  mean(pixels) = sums * (kByteToPixel / images);
  components(pixels, Eigen::seqN(0, code_size)) = pairs->vectors;
  set_layers(mean, components, model);

  const Eigen::VectorXd variances = pairs->values.cwiseMax(0);
  model.spectrum = PcaSpectrum{.variances = {variances.begin(), variances.end()},
                               .total_variance = covariance.trace()};
  return {};
}

std::optional<ImageStatistics> statistics_of(std::size_t count, const Eigen::VectorXd& sums,
                                             double sum_of_squares) {
  if (count < 2) return std::nullopt;
  const auto images = static_cast<double>(count);
  return ImageStatistics{.mean = sums * (kByteToPixel / images),
                         .total_variance = (sum_of_squares - sums.squaredNorm() / images) *
                                           (kByteToPixel * kByteToPixel / (images - 1))};
}

}  // namespace

Result<void> fit_pca(Model& model, const Dataset& dataset, ThreadTeam& team) {
  const std::size_t count = dataset.count();
  const Result<void> checked = check_fittable(model, count, dataset.shape);
  if (!checked) return checked;
  const std::vector<std::uint32_t> pixels =
      lit_pixels(bits_of_pixels(dataset), model.network.code_size());
  return fit(model, count, pixels,
             byte_moments(dataset.pixels, dataset.image_size(), pixels, team));
}

Result<void> fit_pca(Model& model, const ImageMoments& moments) {
  const Result<void> checked = check_fittable(model, moments.images, moments.shape);
  if (!checked) return checked;
  const std::vector<std::uint32_t> pixels =
      lit_pixels(moments.bytes.sums, model.network.code_size());
  return fit(
      model, moments.images, pixels,
      {.sums = moments.bytes.sums(pixels), .products = moments.bytes.products(pixels, pixels)});
}

Result<Model> exact_pca(int components, const Dataset& dataset, ThreadTeam& team) {
  if (components < 1 || components > dataset.shape.size()) {
    return fail("expected 1 to ", dataset.shape.size(), " components, found ", components);
  }
  Result<Model> model = Model::create(pca_spec(dataset.shape, components));
  if (!model) return model;
  if (const Result<void> fitted = fit_pca(*model, dataset, team); !fitted) {
    return std::unexpected(fitted.error());
  }
  return model;
}

std::optional<ImageStatistics> statistics_of(const Dataset& dataset) {
  std::vector<std::uint64_t> sums(dataset.image_size());
  std::uint64_t squares = 0;
  for (std::size_t image = 0; image < dataset.count(); ++image) {
    const ByteSpan bytes = dataset.image(image);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      const std::uint64_t byte = bytes[i];
      sums[i] += byte;
      squares += byte * byte;
    }
  }
  Eigen::VectorXd exact(static_cast<Eigen::Index>(sums.size()));
  std::ranges::transform(sums, exact.begin(), [](auto sum) { return static_cast<double>(sum); });
  return statistics_of(dataset.count(), exact, static_cast<double>(squares));
}

std::optional<ImageStatistics> statistics_of(const ImageMoments& moments) {
  return statistics_of(moments.images, moments.bytes.sums, moments.bytes.products.trace());
}

std::optional<ImageStatistics> statistics_of(const Model& model) {
  if (!model.spectrum) return std::nullopt;
  const Eigen::Index pixels = model.network.input_size();
  const std::span<const Scalar> block = model.parameters;
  const std::span<const Scalar> biases = block.last(static_cast<std::size_t>(pixels));
  return ImageStatistics{.mean = ConstVectorView(biases.data(), pixels).cast<double>(),
                         .total_variance = model.spectrum->total_variance};
}

bool are_of_same_images(const ImageStatistics& one, const ImageStatistics& other) {
  constexpr double kMeanTolerance = 1.0 / 1024;  // half of it is float16's rounding near 1
  constexpr double kVarianceTolerance = 1e-9;
  return one.mean.size() == other.mean.size() &&
         (one.mean - other.mean).lpNorm<Eigen::Infinity>() <= kMeanTolerance &&
         std::abs(one.total_variance - other.total_variance) <=
             kVarianceTolerance * one.total_variance;
}

}  // namespace hourglass
