// The two reconstruction losses, as sums over a shard of a batch: the caller's `weight` turns the
// sums of all shards into the mean (1 / (pixels × images of the whole batch)) and is already in the
// gradient.
#pragma once

#include "core/base/result.h"
#include "core/base/scalar.h"

namespace hourglass {

enum class Loss : std::uint8_t {
  kMse,  // mean squared error over pixels and images
  kBce,  // binary cross-entropy in nats, likewise the mean
};

// "mse", "bce".
std::string_view to_string(Loss loss);
Result<Loss> parse_loss(std::string_view name);

// Σ (y − t)²; gradient = weight · 2 (y − t). All of one shape (pixels × images).
double squared_error(ConstMatrixView output, ConstMatrixView target, Scalar weight,
                     MatrixView gradient);

// Σ −t log p − (1 − t) log(1 − p) with p = sigmoid(z), in the form max(z, 0) − z t + log(1 +
// e^−|z|) that neither overflows nor loses digits; gradient = weight · (p − t) with respect to the
// logits z.
double cross_entropy_from_logits(ConstMatrixView logits, ConstMatrixView target, Scalar weight,
                                 MatrixView gradient);

// λ Σ |h| over units and images of a code (units × images); adds weight · λ sign(h) to the
// gradient, with weight = 1 / images of the whole batch: the mean over the batch, the sum over
// units.
double add_l1_penalty(ConstMatrixView code, double lambda, Scalar weight, MatrixView gradient);

}  // namespace hourglass
