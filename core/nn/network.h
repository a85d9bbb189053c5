// A network is a chain of layers over one flat block of parameters; a Workspace holds the
// activations and gradients of one batch. A pass only reads the network and the parameters, so any
// number of threads can run passes at once, each with its own workspace and gradient block.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/nn/architecture.h"
#include "core/nn/layer_pass.h"

namespace hourglass {

class Network;

class Workspace {
 public:
  // Makes room for `columns` images. The memory only grows; the contents become undefined.
  void prepare(const Network& network, int columns);

  int columns() const { return columns_; }

  // The input of layer `index` (units × columns); at index layer_count(), the network's output.
  ConstMatrixView activation(std::size_t index) const { return activations_[index].columns(); }
  MatrixView write_activation(std::size_t index) { return activations_[index].write_columns(); }

  // dL/d activation(index), of the same shape. Gradients share memory: before backward(first,
  // last), the caller fills the one at `last`; afterwards only the one at `first` is valid.
  MatrixView write_gradient(std::size_t index) { return gradients_[index].write_columns(); }

 private:
  friend class Network;

  std::vector<ActivationBuffer> activations_;
  std::vector<ActivationBuffer> gradients_;
  std::array<std::shared_ptr<AlignedBlock>, 2> gradient_lanes_{std::make_shared<AlignedBlock>(),
                                                               std::make_shared<AlignedBlock>()};
  int columns_ = 0;
};

class Network {
 public:
  Network() = default;

  // Returns an error if the encoder or the decoder is empty, the input has no units or more than
  // 65,536, create_layer rejects a layer, there are more than 2^19 units or 2^26 parameters in all,
  // or the output size differs from the input size.
  static Result<Network> create(const Architecture& architecture);

  const Architecture& architecture() const { return architecture_; }
  const Layer& layer(std::size_t index) const { return *layers_[index]; }
  std::size_t layer_count() const { return layers_.size(); }
  std::size_t parameter_count() const { return offsets_.empty() ? 0 : offsets_.back(); }
  int input_size() const { return architecture_.input.size(); }
  int output_size() const { return layers_.back()->output_shape().size(); }
  Shape code_shape() const { return layers_[code_index() - 1]->output_shape(); }
  int code_size() const { return code_shape().size(); }

  // How many images to pass through the layers together, so that each output is still in cache when
  // the next layer reads it.
  int chunk_size() const;

  // How many switches the decoder's unpoolings read from the encoder's poolings. These bypass the
  // code.
  std::size_t switch_count() const;

  // The pooling that this layer undoes, if it is a max-unpooling.
  std::optional<std::size_t> undone_pooling(std::size_t layer) const { return poolings_[layer]; }

  // The index of the code among the activations.
  std::size_t code_index() const { return static_cast<std::size_t>(architecture_.encoder_layers); }

  // One layer's slice of a block of parameter_count() numbers.
  std::span<Scalar> part_of(std::size_t layer, std::span<Scalar> block) const;
  std::span<const Scalar> part_of(std::size_t layer, std::span<const Scalar> block) const;

  void initialise(std::span<Scalar> parameters, Random& random) const;

  // Runs layers [first, last): from activation(first) to activation(last). The input of a ReLU
  // after a convolution is not kept, unless it is the code.
  void forward(std::span<const Scalar> parameters, Workspace& workspace, std::size_t first,
               std::size_t last) const;

  // Called with a layer's index while its output's gradient is valid.
  using LayerVisitor = std::function<void(std::size_t layer)>;

  // Computes the gradients of the inputs of layers [first, last), from the last layer to the first,
  // and visits each layer on the way. The gradient of the network's input is not computed.
  void backward(std::span<const Scalar> parameters, Workspace& workspace, std::size_t first,
                std::size_t last, const LayerVisitor& visit) const;

  // Adds the gradient of a layer's parameters to its slice of `gradients`, a whole block. Called
  // while the layer is visited.
  void add_weight_gradient(std::size_t layer, const Workspace& workspace,
                           std::span<Scalar> gradients) const;

  // The same for gradient rows from `first` on (see Layer), into `weights` and `biases`. For
  // layers with more than one gradient row, this may be called at any time until the next batch.
  void add_weight_gradient(std::size_t layer, const Workspace& workspace, int first,
                           std::span<Scalar> weights, std::span<Scalar> biases) const;

 private:
  LayerSource source_of(std::size_t layer, const Workspace& workspace) const;
  bool is_relu(std::size_t layer) const;
  // Whether the layer's forward() can include that of a ReLU after it, and its input_gradient()
  // that of a ReLU before it.
  bool includes_relu_after(std::size_t layer) const;
  bool includes_relu_before(std::size_t layer) const;

  Architecture architecture_;
  std::vector<std::shared_ptr<const Layer>> layers_;
  std::vector<std::optional<std::size_t>> poolings_;  // the pooling that each max-unpooling undoes
  std::vector<std::size_t>
      offsets_;  // of each layer's parameters in the block, then the block's size
};

}  // namespace hourglass
