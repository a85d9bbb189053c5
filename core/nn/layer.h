// A layer has an input shape, an output shape and the functions to compute with them. It owns no
// data: parameters and gradients are slices of two flat blocks, and activations live in a
// Workspace, so one layer serves many threads at once.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/base/scalar.h"
#include "core/base/shape.h"

namespace hourglass {

enum class LayerType : std::uint8_t {
  kDense,
  kConv2d,
  kConvTranspose2d,
  kMaxPool2d,
  kMaxUnpool2d,
  kUpsample2d,
  kRelu,
  kSigmoid,
};

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

  LayerInput(ConstMatrixView from) : x(from) {}
  LayerInput(ConstMatrixView from, ConstMatrixView pooled_from) : x(from), pooled(pooled_from) {}
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

  // Computes y (outputs × n) from x (inputs × n).
  virtual void forward(const LayerInput& input, std::span<const Scalar> parameters,
                       MatrixView y) const = 0;

  // Computes dL/dx (inputs × n) from dL/dy (outputs × n), or skips this if dx is an empty view.
  // Adds dL/dparameters to `parameter_gradients`, but not in layers with has_row_gradients(): those
  // do it in add_row_gradients.
  virtual void backward(const LayerInput& input, ConstMatrixView y, ConstMatrixView dy,
                        std::span<const Scalar> parameters, MatrixView dx,
                        std::span<Scalar> parameter_gradients) const = 0;

  // True if each output has its own weight row (dense layers). The trainer then computes gradients
  // a block of rows at a time and applies them while they are in cache.
  virtual bool has_row_gradients() const { return false; }

  // Adds dL/dW to `weights` (row-major) and dL/db to `biases`, for the outputs from `first` on, as
  // many as the spans have room for. Either span may be empty.
  virtual void add_row_gradients(const LayerInput& /*input*/, ConstMatrixView /*dy*/, int /*first*/,
                                 std::span<Scalar> /*weights*/,
                                 std::span<Scalar> /*biases*/) const {}

 private:
  LayerType type_;
  Shape input_;
  Shape output_;
};

}  // namespace hourglass
