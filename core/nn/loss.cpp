#include "core/nn/loss.h"

#include "core/base/elementary.h"

namespace hourglass {
namespace {

// Returns the sum of all terms over images and pixels; term(i, count) gives those of the numbers
// [i, i + count). Each image is summed separately; the images are then added up in double.
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

}  // namespace

std::string_view to_string(Loss loss) { return loss == Loss::kMse ? "mse" : "bce"; }

Result<Loss> parse_loss(std::string_view name) {
  if (name == "mse") return Loss::kMse;
  if (name == "bce") return Loss::kBce;
  return fail("loss: expected mse or bce, found \"", name, "\"");
}

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

}  // namespace hourglass
