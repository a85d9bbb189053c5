// Nearest-neighbour upsampling: every pixel becomes factor × factor equal ones, so a side of n
// becomes n · factor. y[o, r, c] = x[o, ⌊r / factor⌋, ⌊c / factor⌋]; dL/dx sums over the copies.
#pragma once

#include "core/nn/layer.h"

namespace hourglass {

class Upsample2d final : public Layer {
 public:
  Upsample2d(Shape input, int factor);

  static Shape shape_after(Shape input, int factor);

  Layout layout() const override { return Layout::kLanes; }

  void forward(const LayerInput& input, std::span<const Scalar> parameters,
               MatrixView y) const override;
  void input_gradient(const LayerInput& input, ConstMatrixView y, ConstMatrixView dy,
                      std::span<const Scalar> parameters, MatrixView dx) const override;

 private:
  int factor_;
};

}  // namespace hourglass
