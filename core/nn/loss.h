// The two reconstruction losses, as sums over one shard of a batch. The caller's `weight`, 1 /
// (pixels × images of the whole batch), turns sums into the mean; the gradients already include it.
#pragma once

#include "core/base/result.h"
#include "core/base/scalar.h"

namespace hourglass {

enum class Loss : std::uint8_t {
  kMse,  // mean squared error over pixels and images
  kBce,  // binary cross-entropy in nats, mean over pixels and images
};

// "mse", "bce".
std::string_view to_string(Loss loss);
Result<Loss> parse_loss(std::string_view name);

// Returns Σ (y − t)² and writes gradient = weight · 2 (y − t). All matrices are (pixels × images).
double squared_error(ConstMatrixView output, ConstMatrixView target, Scalar weight,
                     MatrixView gradient);

// Returns Σ −t log p − (1 − t) log(1 − p) with p = sigmoid(z), computed as max(z, 0) − z t + log(1
// + e^−|z|), which neither overflows nor loses precision. Writes gradient = weight · (p − t), with
// respect to the logits z.
double cross_entropy_from_logits(ConstMatrixView logits, ConstMatrixView target, Scalar weight,
                                 MatrixView gradient);

// Returns λ Σ |h| over the units and images of a code (units × images) and adds weight · λ sign(h)
// to the gradient. With weight = 1 / images of the whole batch, the penalty is a sum over units and
// a mean over the batch.
double add_l1_penalty(ConstMatrixView code, double lambda, Scalar weight, MatrixView gradient);

}  // namespace hourglass
