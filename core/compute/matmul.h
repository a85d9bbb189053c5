// The three matrix products of a dense layer. Weights are (outputs × inputs), row-major; batches
// hold one image per column. The outputs must not overlap the inputs.
#pragma once

#include "core/base/scalar.h"

namespace hourglass {

// y = w x.  w (m × k), x (k × n), y (m × n).
void multiply(ConstWeightView w, ConstMatrixView x, MatrixView y);

// y = wᵀ x.  w (k × m), x (k × n), y (m × n).
void multiply_transposed(ConstWeightView w, ConstMatrixView x, MatrixView y);

// w = y xᵀ.  y (m × n), x (k × n), w (m × k).
void outer_product(ConstMatrixView y, ConstMatrixView x, WeightView w);

}  // namespace hourglass
