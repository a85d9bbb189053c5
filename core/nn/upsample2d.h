// Nearest-neighbour upsampling: every pixel becomes factor × factor equal ones, so an extent of n
// becomes n · factor. y[o, r, c] = x[o, ⌊r / factor⌋, ⌊c / factor⌋]; dL/dx sums over the copies.
#pragma once

#include "core/nn/layer.h"

namespace hourglass {

class Upsample2d final : public Layer {
 public:
  Upsample2d(Shape input, int factor);

  static Shape shape_after(Shape input, int factor);

  void forward(const LayerInput& input, std::span<const Scalar> parameters,
               MatrixView y) const override;
  void backward(const LayerInput& input, ConstMatrixView y, ConstMatrixView dy,
                std::span<const Scalar> parameters, MatrixView dx,
                std::span<Scalar> parameter_gradients) const override;

 private:
  // Calls row(first of the input's row, first of the same row of copies) for a batch.
  template <class Row>
  void for_each_row(Eigen::Index columns, const Row& row) const;

  int factor_;
};

}  // namespace hourglass
