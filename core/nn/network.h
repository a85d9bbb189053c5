// A network is a chain of layers over one flat block of parameters; a Workspace is the activations
// and gradients of one batch passing through it. The network and the parameters are only read
// during a pass, so any number of threads can run, each with a workspace and a gradient block of
// its own.
#pragma once

#include <array>
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
  // Room for `columns` images. Memory grows and is never given back; contents are then undefined.
  void prepare(const Network& network, int columns);

  int columns() const { return columns_; }

  // What enters layer `index`: 0 is the network's input, layers().size() its output. (units ×
  // columns)
  MatrixView activation(std::size_t index) { return activations_[index].edit_columns(); }

  // dL/d activation(index), of the same shape: where a pass back begins or has just ended.
  MatrixView gradient(std::size_t index) { return gradients_[index].edit_columns(); }

 private:
  friend class Network;

  std::vector<Activations> activations_;
  std::vector<Activations> gradients_;
  std::array<std::shared_ptr<AlignedBlock>, 2> gradient_lanes_{std::make_shared<AlignedBlock>(),
                                                               std::make_shared<AlignedBlock>()};
  int columns_ = 0;
};

class Network {
 public:
  Network() = default;

  // Refused: an encoder that is empty or the whole, an input of no units or over 65,536, a layer
  // that create_layer refuses, more than 2^18 units or 2^26 parameters in all, an output of another
  // size than the input.
  static Result<Network> create(const Architecture& architecture);

  const Architecture& architecture() const { return architecture_; }
  const Layer& layer(std::size_t index) const { return *layers_[index]; }
  std::size_t layer_count() const { return layers_.size(); }
  std::size_t parameter_count() const { return offsets_.empty() ? 0 : offsets_.back(); }
  int input_size() const { return architecture_.input.size(); }
  int output_size() const { return layers_.back()->output_shape().size(); }
  Shape code_shape() const { return layers_[code_index() - 1]->output_shape(); }
  int code_size() const { return code_shape().size(); }

  // How many images to send through together, so that what a layer wrote is still in cache when the
  // next one reads it.
  int images_at_a_time() const;

  // The switches of the encoder's poolings that the decoder's unpoolings read: numbers that reach
  // the output past the code.
  std::size_t switch_count() const;

  // The index of the code among the activations.
  std::size_t code_index() const { return static_cast<std::size_t>(architecture_.encoder_layers); }

  // The part of a block of parameter_count() numbers that belongs to one layer.
  std::span<Scalar> part_of(std::size_t layer, std::span<Scalar> block) const;
  std::span<const Scalar> part_of(std::size_t layer, std::span<const Scalar> block) const;

  void initialise(std::span<Scalar> parameters, Random& random) const;

  // Runs layers [first, last): from activation(first) to activation(last).
  void forward(std::span<const Scalar> parameters, Workspace& workspace, std::size_t first,
               std::size_t last) const;

  // Runs layers [first, last) back: from gradient(last) to gradient(first), adding to those
  // layers' part of parameter_gradients, but for layers whose gradients come by output. The
  // gradient of the network's input is not computed.
  void backward(std::span<const Scalar> parameters, Workspace& workspace, std::size_t first,
                std::size_t last, std::span<Scalar> parameter_gradients) const;

  // Behind backward(): see Layer.
  void add_output_gradients(std::size_t layer, Workspace& workspace, int first,
                            std::span<Scalar> weights, std::span<Scalar> biases) const;

 private:
  LayerActivations activations_of(std::size_t layer, Workspace& workspace) const;

  Architecture architecture_;
  std::vector<std::shared_ptr<const Layer>> layers_;
  std::vector<std::optional<std::size_t>> poolings_;  // what each layer that unpools undoes
  std::vector<std::size_t>
      offsets_;  // of each layer's parameters in the block, and the block's size
};

}  // namespace hourglass
