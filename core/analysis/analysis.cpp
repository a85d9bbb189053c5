#include "core/analysis/analysis.h"

#include <algorithm>
#include <numbers>
#include <utility>

#include "core/analysis/codes.h"
#include "core/analysis/errors.h"
#include "core/analysis/percentiles.h"
#include "core/analysis/subspace.h"
#include "core/data/idx.h"
#include "core/data/pixels.h"
#include "core/models/pca.h"

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

// Pixels are shared and never change, so equal addresses mean equal images.
bool is_same(const Dataset& a, const Dataset& b) {
  return a.pixels.data() == b.pixels.data() && a.pixels.size() == b.pixels.size();
}

}  // namespace

Result<const Model*> VersionedModel::get() const {
  if (model) return &*model;
  return fail("session: expected a model to be loaded or created first");
}

Result<std::size_t> Analysis::load_reference(const SharedBytes& idx) {
  Result<Dataset> images = parse_idx_digits(idx, "reference images");
  if (!images) return std::unexpected(images.error());
  reference_ = std::move(*images);
  reference_pixels_ = {};
  forget_results();
  return reference_.count();
}

Result<std::vector<Scalar>> Analysis::reference_image(std::size_t index) const {
  return image_pixels(reference_, index);
}

Result<const Model*> Analysis::ready_model() const {
  const Result<const Model*> model = model_.get();
  if (model && reference_.count() == 0) {
    return fail("session: expected reference images to be loaded first");
  }
  return model;
}

Analysis::Cache& Analysis::cache() {
  if (cache_.version != model_.version) forget_results();
  return cache_;
}

void Analysis::forget_results() {
  cache_ = {};
  cache_.version = model_.version;
}

Result<const Codes*> Analysis::codes() {
  const Result<const Model*> model = ready_model();
  if (!model) return std::unexpected(model.error());
  return cached(cache().codes, [&] { return codes_of(**model, reference_, team_); });
}

Result<ErrorRank> Analysis::error_percentile(std::span<const Scalar> image) {
  const Result<const Model*> model = ready_model();
  if (!model) return std::unexpected(model.error());
  const Result<const std::vector<double>*> errors =
      cached(cache().errors, [&] { return image_errors(**model, reference_, team_); });
  if (!errors) return std::unexpected(errors.error());
  const Result<Look> seen = look(**model, image, image);
  if (!seen) return std::unexpected(seen.error());
  const double error = seen->comparison.mean_squared_error;
  return ErrorRank{.mean_squared_error = error, .percentile = percentile_of(**errors, error)};
}

Result<Neighbours> Analysis::nearest_images(std::span<const Scalar> image, int count) {
  if (const Result<const Model*> model = ready_model(); !model) {
    return std::unexpected(model.error());
  }
  if (reference_pixels_.units == 0) {
    reference_pixels_ = {.values = std::vector<Scalar>(reference_.pixels.size()),
                         .units = reference_.shape.size()};
    bytes_to_pixels(reference_.pixels, reference_pixels_.values);
  }
  return nearest_codes(reference_pixels_, image, count);
}

Result<void> Analysis::measure(Measured& measured, std::size_t count) {
  const std::size_t part = std::min(count, measured.set.count() - measured.images);
  if (part == 0) return {};
  const Result<std::vector<double>> errors =
      image_errors(*model_.model, measured.set.slice(measured.images, part), team_);
  if (!errors) return std::unexpected(errors.error());
  for (const double error : *errors) measured.sum += error;
  measured.images += part;
  return {};
}

Result<std::vector<double>> Analysis::held_out_errors(std::size_t count) {
  const Result<const Model*> model = ready_model();
  if (!model) return std::unexpected(model.error());
  Measured& digits = cache().digits;
  Measured& drawings = cache().drawings;
  if (digits.set.count() == 0) {
    digits.set = reference_.slice(0, std::min(kMeasuredDigits, reference_.count()));
  }
  if (!is_same(drawings.set, held_out_drawings_)) drawings = {.set = held_out_drawings_};
  const auto is_done = [](const Measured& it) { return it.images == it.set.count(); };
  const Result<void> measured = measure(is_done(digits) ? drawings : digits, count);
  if (!measured) return std::unexpected(measured.error());
  if (!is_done(digits) || !is_done(drawings)) return std::vector<double>();
  std::vector<double> means;
  for (const Measured* it : {&digits, &drawings}) {
    if (it->images > 0) means.push_back(it->sum / static_cast<double>(it->images));
  }
  return means;
}

Result<const CodeMap*> Analysis::map() {
  const Result<const Codes*> codes = this->codes();
  if (!codes) return std::unexpected(codes.error());
  return cached(cache().map, [&] { return map_codes(**codes); });
}

Result<const Eigen::MatrixXd*> Analysis::basis_of_pca(int components) {
  if (!is_same(pca_images_, training_images_) ||
      (basis_of_pca_ && basis_of_pca_->cols() != components)) {
    basis_of_pca_.reset();
    pca_images_ = training_images_;
  }
  return cached(basis_of_pca_, [&]() -> Result<Eigen::MatrixXd> {
    const Result<Model> pca = exact_pca(components, training_images_, team_);
    if (!pca) return std::unexpected(pca.error());
    return decoder_basis(*pca);
  });
}

Result<std::vector<double>> Analysis::principal_angles() {
  const Result<const Model*> model = model_.get();
  if (!model) return std::unexpected(model.error());
  const Result<Eigen::MatrixXd> basis = decoder_basis(**model);
  if (!basis) return std::unexpected(basis.error());
  const Result<const Eigen::MatrixXd*> of_pca = basis_of_pca((*model)->network.code_size());
  if (!of_pca) return std::unexpected(of_pca.error());
  Result<std::vector<double>> angles = hourglass::principal_angles(*basis, **of_pca);
  if (!angles) return angles;
  for (double& angle : *angles) angle *= 180 / std::numbers::pi;
  return angles;
}

}  // namespace hourglass
