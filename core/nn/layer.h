// A layer has an input shape, an output shape and the functions to compute with them. It owns no
// data: parameters and gradients are slices of two flat blocks, and activations live in a
// Workspace, so one layer serves many threads at once.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/base/scalar.h"
#include "core/nn/architecture.h"

namespace hourglass {

// One tensor of parameters, named and shaped as in PyTorch: a dense "weight" is (outputs, inputs).
struct ParameterTensor {
  std::string name;
  std::vector<int> shape;

  std::size_t size() const;
};

// The memory layout of a batch. Elementwise layers take either one. Below, n is the number of
// images (kLanes in the lane layout).
enum class Layout : std::uint8_t {
  kColumns,  // (units × n), one column per image
  kLanes,    // (kLanes × units), one row per image, so that each unit is one vector
  kEither,
};

// The input of a layer.
struct LayerInput {
  ConstMatrixView x;
  // For a max-unpooling: the input of the pooling that it undoes. The switches are recomputed from
  // it. Empty for every other layer.
  ConstMatrixView pooled{nullptr, 0, 0};

  // True if the layer also does the work of a neighbouring ReLU, which saves passes over memory:
  // in forward() that of the ReLU after it, in input_gradient() that of the one before it, whose
  // output is x.
  bool with_relu = false;

  LayerInput(ConstMatrixView from) : x(from) {}
  LayerInput(ConstMatrixView from, ConstMatrixView pooled_from, bool relu)
      : x(from), pooled(pooled_from), with_relu(relu) {}
};

class Layer {
 public:
  Layer(LayerType type, Shape input, Shape output) : type_(type), input_(input), output_(output) {}
  virtual ~Layer() = default;
  Layer(const Layer&) = delete;
  Layer& operator=(const Layer&) = delete;

  LayerType type() const { return type_; }
  Shape input_shape() const { return input_; }
  Shape output_shape() const { return output_; }

  // The layer's tensors, in the order of its slice of the parameter block.
  virtual std::vector<ParameterTensor> parameter_tensors() const { return {}; }
  std::size_t parameter_count() const;

  // The layout that the layer requires. The shapes below are those of the column layout.
  virtual Layout layout() const { return Layout::kColumns; }

  // Initialises the parameters, by a scheme that depends on whether a ReLU follows the layer.
  virtual void initialise(std::span<Scalar> /*parameters*/, bool /*relu_follows*/,
                          Random& /*random*/) const {}

  // How many of the layer's parameters are weights; the rest are biases.
  virtual std::size_t weight_count() const { return 0; }

  // How many products of a weight and an input the layer adds up for one image. Those with the
  // zeros around an image count too.
  virtual std::size_t multiply_adds() const { return weight_count() * output_shape().positions(); }

  // Computes y (outputs × n) from x (inputs × n).
  virtual void forward(const LayerInput& input, std::span<const Scalar> parameters,
                       MatrixView y) const = 0;

  // Computes dL/dx (inputs × n) from dL/dy (outputs × n).
  virtual void input_gradient(const LayerInput& input, ConstMatrixView y, ConstMatrixView dy,
                              std::span<const Scalar> parameters, MatrixView dx) const = 0;

  // Adds dL/dweights to `weights` and dL/dbiases to `biases`. Either may be empty, or hold only the
  // gradients of gradient rows from `first` on.
  virtual void add_weight_gradient(const LayerInput& /*input*/, ConstMatrixView /*dy*/,
                                   int /*first*/, std::span<Scalar> /*weights*/,
                                   std::span<Scalar> /*biases*/) const {}

  // The number of equal rows into which a caller may divide the weight gradient, to use each part
  // while it is in cache.
  virtual int gradient_rows() const { return 1; }

 private:
  LayerType type_;
  Shape input_;
  Shape output_;
};

}  // namespace hourglass
