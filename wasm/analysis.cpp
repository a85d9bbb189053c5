#include "wasm/analysis.h"

#include <algorithm>
#include <numbers>
#include <utility>

#include "core/analysis/codes.h"
#include "core/analysis/components.h"
#include "core/analysis/errors.h"
#include "core/analysis/percentiles.h"
#include "core/analysis/subspace.h"
#include "core/analysis/walk.h"
#include "core/data/batch.h"
#include "core/data/idx.h"
#include "core/models/pca.h"
#include "core/training/metrics.h"
#include "wasm/checks.h"

namespace hourglass {
namespace {

constexpr std::size_t kMeasuredDigits = 500;  // reference images in held_out_errors

// Returns the value in the slot; if the slot is empty, computes the value first.
template <class T, class Compute>
Result<const T*> cached(std::optional<T>& slot, Compute compute) {
  if (!slot) {
    Result<T> computed = compute();
    if (!computed) return std::unexpected(computed.error());
    slot = std::move(*computed);
  }
  return &*slot;
}

Result<void> check_images(std::span<const Scalar> a, std::span<const Scalar> b) {
  if (const Result<void> whole = check_image(a); !whole) return whole;
  return check_image(b);
}

Result<void> check_code(const Model& model, std::span<const Scalar> code) {
  if (std::cmp_equal(code.size(), model.network.code_size())) return {};
  return fail(model.spec.name, ": expected a code of ", model.network.code_size(),
              " numbers, found ", code.size());
}

}  // namespace

Result<std::size_t> Analysis::load_reference(const SharedBytes& idx) {
  Result<Dataset> images = parse_idx_images(idx, "reference images");
  if (!images) return std::unexpected(images.error());
  reference_ = std::move(*images);
  reference_cache_ = {};
  digits_ = {};
  return reference_.count();
}

Result<std::vector<Scalar>> Analysis::reference_image(std::size_t index) const {
  return image_pixels(reference_, index);
}

Result<ImageStack> Analysis::filters() const {
  if (!model_) return fail(kNoModel);
  return first_layer_filters(*model_);
}

Result<ImageStack> Analysis::atoms() const {
  if (!model_) return fail(kNoModel);
  return decoder_atoms(*model_);
}

Result<ImageStack> Analysis::unpooled_code(std::span<const Scalar> image) const {
  if (!model_) return fail(kNoModel);
  return hourglass::unpooled_code(*model_, image);
}

Result<std::vector<double>> Analysis::explained_variance() const {
  if (!model_) return fail(kNoModel);
  return hourglass::explained_variance(*model_);
}

Result<std::vector<Scalar>> Analysis::reconstruct_first(std::span<const Scalar> images,
                                                        int components) const {
  if (!model_) return fail(kNoModel);
  return hourglass::reconstruct_first(*model_, images, components);
}

Result<std::vector<Scalar>> Analysis::interpolate_codes(std::span<const Scalar> a,
                                                        std::span<const Scalar> b,
                                                        int count) const {
  if (!model_) return fail(kNoModel);
  if (const Result<void> whole = check_images(a, b); !whole) return std::unexpected(whole.error());
  return hourglass::interpolate_codes(*model_, a, b, count);
}

Result<std::vector<Scalar>> Analysis::walk_codes(std::span<const Scalar> image, double deviation,
                                                 int count, std::uint64_t seed) const {
  if (!model_) return fail(kNoModel);
  if (const Result<void> whole = check_image(image); !whole) return std::unexpected(whole.error());
  return hourglass::walk_codes(*model_, image, deviation, count, seed);
}

Result<std::vector<Scalar>> Analysis::blend_pixels(std::span<const Scalar> a,
                                                   std::span<const Scalar> b, int count) {
  if (const Result<void> whole = check_images(a, b); !whole) return std::unexpected(whole.error());
  return line_between(a, b, count);
}

Result<std::vector<Scalar>> Analysis::walk_pixels(std::span<const Scalar> image, double deviation,
                                                  int count, std::uint64_t seed) {
  if (const Result<void> whole = check_image(image); !whole) return std::unexpected(whole.error());
  return hourglass::walk_pixels(image, deviation, count, seed);
}

Result<std::vector<Scalar>> Analysis::uniform_noise(int count, std::uint64_t seed) {
  if (count < 1 || count > kMostPoints) {
    return fail("noise: expected 1 to ", kMostPoints, " images, found ", count);
  }
  return uniform_images(static_cast<std::size_t>(count), kImagePixels, seed);
}

Result<void> Analysis::check_ready() const {
  if (!model_) return fail(kNoModel);
  if (reference_.count() > 0) return {};
  return fail("session: expected reference images to be loaded first");
}

Result<std::span<const Scalar>> Analysis::codes() {
  if (const Result<void> ready = check_ready(); !ready) return std::unexpected(ready.error());
  const Result<const std::vector<Scalar>*> codes =
      cached(reference_cache_.codes, [&] { return codes_of(*model_, reference_, team_); });
  if (!codes) return std::unexpected(codes.error());
  return **codes;
}

Result<UnitStatistics> Analysis::unit_statistics() {
  const Result<std::span<const Scalar>> codes = this->codes();
  if (!codes) return std::unexpected(codes.error());
  return code_statistics(*codes, model_->network.code_size());
}

Result<std::vector<Scalar>> Analysis::code_percentiles() {
  const Result<std::span<const Scalar>> codes = this->codes();
  if (!codes) return std::unexpected(codes.error());
  return hourglass::code_percentiles(*codes, model_->network.code_size());
}

Result<std::vector<Scalar>> Analysis::percentiles_of_code(std::span<const Scalar> code) {
  const Result<std::span<const Scalar>> codes = this->codes();
  if (!codes) return std::unexpected(codes.error());
  if (const Result<void> fits = check_code(*model_, code); !fits) {
    return std::unexpected(fits.error());
  }
  return hourglass::percentiles_of_code(*codes, code);
}

Result<std::vector<std::uint32_t>> Analysis::percentile_gallery(
    int unit, std::span<const Scalar> percentiles) {
  const Result<std::span<const Scalar>> codes = this->codes();
  if (!codes) return std::unexpected(codes.error());
  return percentile_images(*codes, model_->network.code_size(), unit, percentiles);
}

Result<ErrorRank> Analysis::error_percentile(std::span<const Scalar> image) {
  if (const Result<void> ready = check_ready(); !ready) return std::unexpected(ready.error());
  if (const Result<void> whole = check_image(image); !whole) return std::unexpected(whole.error());
  const Result<const std::vector<double>*> errors =
      cached(reference_cache_.errors, [&] { return image_errors(*model_, reference_, team_); });
  if (!errors) return std::unexpected(errors.error());
  const Result<std::vector<Scalar>> rebuilt = reconstruct(*model_, image);
  if (!rebuilt) return std::unexpected(rebuilt.error());
  const Result<Comparison> comparison = compare(*rebuilt, image);
  if (!comparison) return std::unexpected(comparison.error());
  return ErrorRank{.mean_squared_error = comparison->mean_squared_error,
                   .percentile = percentile_of(**errors, comparison->mean_squared_error)};
}

Result<std::vector<double>> Analysis::held_out_errors(std::size_t count) {
  if (const Result<void> ready = check_ready(); !ready) return std::unexpected(ready.error());
  const std::size_t digits = std::min(kMeasuredDigits, reference_.count());
  const std::size_t drawings = held_out_drawings_.count();
  const bool in_digits = digits_.images < digits;
  const Dataset& set = in_digits ? reference_ : held_out_drawings_;
  Measured& done = in_digits ? digits_ : drawings_;
  const std::size_t part = std::min(count, (in_digits ? digits : drawings) - done.images);
  if (part > 0) {
    const Result<std::vector<double>> errors =
        image_errors(*model_, set.slice(done.images, part), team_);
    if (!errors) return errors;
    for (const double error : *errors) done.sum += error;
    done.images += part;
  }
  if (digits_.images < digits || drawings_.images < drawings) return std::vector<double>();
  std::vector<double> means{digits_.sum / static_cast<double>(digits)};
  if (drawings > 0) means.push_back(drawings_.sum / static_cast<double>(drawings));
  return means;
}

Result<const CodeMap*> Analysis::map() {
  const Result<std::span<const Scalar>> codes = this->codes();
  if (!codes) return std::unexpected(codes.error());
  return cached(reference_cache_.map,
                [&] { return map_codes(*codes, model_->network.code_size()); });
}

Result<CodeMap> Analysis::code_map() {
  const Result<const CodeMap*> map = this->map();
  if (!map) return std::unexpected(map.error());
  return **map;
}

Result<std::vector<Scalar>> Analysis::code_at(Scalar x, Scalar y) {
  const Result<const CodeMap*> map = this->map();
  if (!map) return std::unexpected(map.error());
  return hourglass::code_at(**map, x, y);
}

Result<std::vector<Scalar>> Analysis::place_on_map(std::span<const Scalar> code) {
  const Result<const CodeMap*> map = this->map();
  if (!map) return std::unexpected(map.error());
  if (const Result<void> fits = check_code(*model_, code); !fits) {
    return std::unexpected(fits.error());
  }
  return project_onto(**map, code);
}

Result<std::vector<double>> Analysis::principal_angles() {
  if (!model_) return fail(kNoModel);
  const Result<Eigen::MatrixXd> basis = decoder_basis(*model_);
  if (!basis) return std::unexpected(basis.error());
  if (basis_of_pca_ && basis_of_pca_->cols() != basis->cols()) basis_of_pca_.reset();
  const Result<const Eigen::MatrixXd*> of_pca =
      cached(basis_of_pca_, [&]() -> Result<Eigen::MatrixXd> {
        const Result<Model> pca = exact_pca(model_->network.code_size(), tuning_images_, team_);
        if (!pca) return std::unexpected(pca.error());
        return decoder_basis(*pca);
      });
  if (!of_pca) return std::unexpected(of_pca.error());
  Result<std::vector<double>> angles = hourglass::principal_angles(*basis, **of_pca);
  if (!angles) return angles;
  for (double& angle : *angles) angle *= 180 / std::numbers::pi;
  return angles;
}

}  // namespace hourglass
