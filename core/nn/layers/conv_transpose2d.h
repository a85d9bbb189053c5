// A transposed convolution: the gradient of a convolution with respect to its input, plus a bias.
// Each input pixel adds a multiple of the kernel to the output; neighbours add theirs s pixels
// apart:
// y[o, s·r + a − p, s·c + b − p] += w[i, o, a, b] · x[i, r, c]
// with w (inputs × outputs × kernel × kernel), stride s, padding p. A height or width of n becomes
// (n − 1) · s − 2p + kernel. If the kernel is not a multiple of the stride, output pixels get
// unequal numbers of contributions, which causes the checkerboard artifacts of Odena et al.,
// "Deconvolution and Checkerboard Artifacts", 2016.
#pragma once

#include "core/compute/convolution.h"
#include "core/nn/layer.h"

namespace hourglass {

class ConvTranspose2d final : public Layer {
 public:
  // Requires an output of at least 1 × 1.
  ConvTranspose2d(Shape input, int outputs, int kernel, int stride, int padding);

  static Shape shape_after(Shape input, int outputs, int kernel, int stride, int padding);

  std::vector<ParameterTensor> parameter_tensors() const override;
  std::size_t weight_count() const override;
  std::size_t multiply_adds() const override { return weight_count() * input_shape().positions(); }

  // Calls initialise_weights. The fan-in is the average number of inputs per output pixel: kernel²
  // / s² (at least 1) · input channels. Biases start at 0.
  void initialise(std::span<Scalar> parameters, bool relu_follows, Random& random) const override;

  Layout layout() const override { return Layout::kLanes; }

  void forward(const LayerInput& input, std::span<const Scalar> parameters,
               MatrixView y) const override;
  void input_gradient(const LayerInput& input, ConstMatrixView y, ConstMatrixView dy,
                      std::span<const Scalar> parameters, MatrixView dx) const override;
  void add_weight_gradient(const LayerInput& input, ConstMatrixView dy, int first,
                           std::span<Scalar> weights, std::span<Scalar> biases) const override;

 private:
  int kernel_;
  int stride_;
  Convolution convolution_;  // its fine side is this layer's output
};

}  // namespace hourglass
