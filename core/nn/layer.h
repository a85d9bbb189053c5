// What a layer is: two shapes and how to compute. Layers own nothing. Parameters and their
// gradients are spans of two flat blocks, activations live in a Workspace, so one layer serves many
// threads at once.
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

// One tensor of a layer, named and shaped as in PyTorch's state_dict: "weight" of (outputs,
// inputs).
struct ParameterTensor {
  std::string name;
  std::vector<int> shape;

  std::size_t size() const;
};

// How a batch lies in memory. Elementwise layers take either.
enum class Layout : std::uint8_t {
  kColumns,  // (units × images), a column per image: n of them
  kLanes,    // (kLanes × units), a row per image, so that a unit is one vector: kLanes of them
  kEither,
};

// What a layer computes from.
struct LayerInput {
  ConstMatrixView x;
  // What entered the pooling that a max-unpooling undoes: its switches can be read off that. Empty
  // for every other layer.
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

  // The layer's tensors in the order in which its span of the parameter block holds them.
  virtual std::vector<ParameterTensor> parameter_tensors() const { return {}; }
  std::size_t parameter_count() const;

  // How the layer wants its batch. Below, shapes are those of columns.
  virtual Layout layout() const { return Layout::kColumns; }

  // Draws fresh parameters, suited to a ReLU behind the layer or to none.
  virtual void initialise(std::span<Scalar> /*parameters*/, bool /*relu_follows*/,
                          Random& /*random*/) const {}

  // x (inputs × n) → y (outputs × n).
  virtual void forward(const LayerInput& input, std::span<const Scalar> parameters,
                       MatrixView y) const = 0;

  // From dL/dy (outputs × n) writes dL/dx (inputs × n; an empty view where nobody needs it) and,
  // unless they come by output, adds dL/dparameters.
  virtual void backward(const LayerInput& input, ConstMatrixView y, ConstMatrixView dy,
                        std::span<const Scalar> parameters, MatrixView dx,
                        std::span<Scalar> parameter_gradients) const = 0;

  // Whether outputs share no parameters. Their gradients are then computed for some outputs at a
  // time, and used while they are still in cache: they are as many as the parameters.
  virtual bool has_gradients_by_output() const { return false; }

  // Adds dL/dweights (row-major, as many outputs as the span has room for) and dL/dbiases, both of
  // the outputs from `first` on. Either span may be empty.
  virtual void add_output_gradients(const LayerInput& /*input*/, ConstMatrixView /*dy*/,
                                    int /*first*/, std::span<Scalar> /*weights*/,
                                    std::span<Scalar> /*biases*/) const {}

 private:
  LayerType type_;
  Shape input_;
  Shape output_;
};

}  // namespace hourglass
