#include "core/training/objective.h"

#include <utility>

#include "core/compute/elementary.h"

namespace hourglass {
namespace {

// Returns the sum of all terms over images and pixels; term(i, count) gives those of the elements
// [i, i + count). Each image is summed separately; these sums are then added in double precision.
template <class Term>
double sum_by_image(ConstMatrixView shape, const Term& term) {
  double sum = 0;
  for (Eigen::Index image = 0; image < shape.cols(); ++image) {
    Register lanes{};
    for_each_vector(shape.rows(), [&](std::ptrdiff_t first, std::ptrdiff_t count) {
      lanes += term(image * shape.rows() + first, count);
    });
    sum += static_cast<double>(sum_of_lanes(lanes));
  }
  return sum;
}

double loss_of(Loss loss, ConstMatrixView output, ConstMatrixView target, Scalar weight,
               MatrixView gradient) {
  switch (loss) {
    case Loss::kMse:
      return squared_error(output, target, weight, gradient);
    case Loss::kBce:
      return cross_entropy_from_logits(output, target, weight, gradient);
  }
  std::unreachable();
}

}  // namespace

double squared_error(ConstMatrixView output, ConstMatrixView target, Scalar weight,
                     MatrixView gradient) {
  return sum_by_image(output, [&](std::ptrdiff_t i, std::ptrdiff_t count) {
    const Register difference = load(output.data() + i, count) - load(target.data() + i, count);
    store(gradient.data() + i, 2 * weight * difference, count);
    return difference * difference;
  });
}

double cross_entropy_from_logits(ConstMatrixView logits, ConstMatrixView target, Scalar weight,
                                 MatrixView gradient) {
  constexpr Scalar kPaddingLogit = -1000;  // its loss is 0 if the target is 0
  return sum_by_image(logits, [&](std::ptrdiff_t i, std::ptrdiff_t count) {
    const Register z = load(logits.data() + i, count, kPaddingLogit);
    const Register t = load(target.data() + i, count);
    const Register e = exponential(z < Scalar(0) ? z : -z);  // in (0, 1]
    const Register probability = (z < Scalar(0) ? e : broadcast(1)) / (Scalar(1) + e);
    store(gradient.data() + i, weight * (probability - t), count);
    return (z < Scalar(0) ? Register{} : z) - z * t + log_of_one_plus(e);
  });
}

double add_l1_penalty(ConstMatrixView code, double lambda, Scalar weight, MatrixView gradient) {
  gradient.array() += static_cast<Scalar>(lambda) * weight * code.array().sign();
  return lambda * static_cast<double>(code.array().abs().sum());
}

std::size_t Objective::output_index() const {
  return model_->network.layer_count() - (takes_logits(model_->spec.recipe.loss) ? 1 : 0);
}

double Objective::loss(PassBatch& batch, double weight) const {
  return loss_of(model_->spec.recipe.loss, batch.workspace.activation(output_index()),
                 batch.target(), static_cast<Scalar>(weight),
                 batch.workspace.write_gradient(output_index()));
}

double Objective::penalty(PassBatch& batch, double weight) const {
  const double lambda = model_->spec.recipe.l1;
  if (lambda == 0) return 0;
  const std::size_t code = model_->network.code_index();
  return add_l1_penalty(batch.workspace.activation(code), lambda, static_cast<Scalar>(weight),
                        batch.workspace.write_gradient(code));
}

}  // namespace hourglass
