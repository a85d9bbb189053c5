#include "core/nn/loss.h"

namespace hourglass {
namespace {

// Σ of a pixels × images expression: every image by itself, then added up in double. One float sum
// over many images would lose four digits where there are no vector lanes to share it.
template <class Pixels>
double sum_by_image(const Pixels& pixels) {
  return pixels.colwise().sum().template cast<double>().sum();
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
  gradient = output - target;
  const double sum = sum_by_image(gradient.array().square());
  gradient *= 2 * weight;
  return sum;
}

double cross_entropy_from_logits(ConstMatrixView logits, ConstMatrixView target, Scalar weight,
                                 MatrixView gradient) {
  const auto z = logits.array();
  const auto t = target.array();
  gradient.array() = (-z.abs()).exp();  // e, in (0, 1]
  const auto e = gradient.array();
  const double sum = sum_by_image(z.max(Scalar(0)) - z * t + e.log1p());
  // p = 1 / (1 + e) for z ≥ 0 and e / (1 + e) for z < 0.
  gradient.array() = weight * ((z >= Scalar(0)).select(Scalar(1), e) / (Scalar(1) + e) - t);
  return sum;
}

double add_l1_penalty(ConstMatrixView code, double lambda, Scalar weight, MatrixView gradient) {
  gradient.array() += static_cast<Scalar>(lambda) * weight * code.array().sign();
  return lambda * static_cast<double>(code.array().abs().sum());
}

}  // namespace hourglass
