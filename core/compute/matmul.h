// The three matrix products of a dense layer. Weights are (outputs × inputs), row-major; batches
// hold one image per column. The results must not overlap the operands.
#pragma once

#include "core/base/scalar.h"

namespace hourglass {

// y = w x + b in every column.  w (m × k), x (k × n), b (m), y (m × n).
void multiply(ConstWeightView w, ConstMatrixView x, ConstVectorView b, MatrixView y);

// y = wᵀ x.  w (k × m), x (k × n), y (m × n).
void multiply_transposed(ConstWeightView w, ConstMatrixView x, MatrixView y);

// w += y xᵀ, for rows of y from `first` on.  y (m × n), x (k × n), w (up to (m − first) × k).
void add_outer_product(ConstMatrixView y, std::ptrdiff_t first, ConstMatrixView x, WeightView w);

}  // namespace hourglass
