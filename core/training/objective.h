// What training minimises: a reconstruction loss and, for sparse models, a penalty on the code.
// Both are sums over one shard of a batch. The caller's `weight`, 1 / (pixels × images of the whole
// batch) for a loss, turns sums into the mean; the gradients already include it.
#pragma once

#include "core/models/model.h"
#include "core/models/pass.h"

namespace hourglass {

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

class Objective {
 public:
  // The model must outlive the objective.
  explicit Objective(const Model& model) : model_(&model) {}

  // The activation that the loss is computed from: the output, or its logits.
  std::size_t output_index() const;

  // Returns Σ loss of a batch that has passed layers [0, output_index()), and writes the gradient
  // of activation(output_index()).
  double loss(PassBatch& batch, double weight) const;

  // Returns Σ penalty of a batch, and adds its gradient to that of the code.
  double penalty(PassBatch& batch, double weight) const;

 private:
  const Model* model_;
};

}  // namespace hourglass
