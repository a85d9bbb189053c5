#include "core/nn/network.h"

#include <cstdint>
#include <utility>

#include "core/nn/create_layer.h"

namespace hourglass {
namespace {

constexpr std::int64_t kMostUnits = std::int64_t{1} << 18;  // of all layers, the input included

}  // namespace

void Workspace::prepare(const Network& network, int columns) {
  const std::size_t count = network.layer_count() + 1;
  sizes_.resize(count);
  activations_.resize(count);
  gradients_.resize(count);
  columns_ = columns;
  for (std::size_t index = 0; index < count; ++index) {
    sizes_[index] =
        index == 0 ? network.input_size() : network.layer(index - 1).output_shape().size();
    const Eigen::Index needed = Eigen::Index{sizes_[index]} * columns;
    if (activations_[index].size() < needed) activations_[index].resize(needed);
  }
}

MatrixView Workspace::activation(std::size_t index) {
  return {activations_[index].data(), sizes_[index], columns_};
}

MatrixView Workspace::gradient(std::size_t index) {
  if (gradients_[index].size() < activations_[index].size()) {
    gradients_[index].resize(activations_[index].size());
  }
  return {gradients_[index].data(), sizes_[index], columns_};
}

Result<Network> Network::create(const Architecture& architecture) {
  const int layer_count = static_cast<int>(architecture.layers.size());
  if (architecture.encoder_layers < 1 || architecture.encoder_layers >= layer_count) {
    return fail("expected an encoder of at least one layer and a decoder of at least one, found ",
                architecture.encoder_layers, " encoder layers of ", layer_count);
  }
  const Shape input = architecture.input;
  const std::int64_t plane = std::int64_t{input.height} * input.width;
  if (input.channels < 1 || input.height < 1 || input.width < 1 || plane > kWidestLayer ||
      plane * input.channels > kWidestLayer) {
    return fail("expected an input of 1 to ", kWidestLayer, " units, found ", input.channels, "×",
                input.height, "×", input.width);
  }
  Network network;
  network.architecture_ = architecture;
  network.offsets_.push_back(0);
  Shape shape = input;
  std::int64_t units = input.size();
  std::vector<std::size_t> not_undone;  // poolings
  for (const LayerSpec& spec : architecture.layers) {
    const std::size_t index = network.layers_.size();
    const auto* pooling =
        not_undone.empty()
            ? nullptr
            : static_cast<const MaxPool2d*>(network.layers_[not_undone.back()].get());
    Result<std::shared_ptr<const Layer>> layer = create_layer(spec, shape, pooling);
    if (!layer) return fail("layer ", index, ": ", layer.error().message);
    network.poolings_.emplace_back();
    if (spec.type == LayerType::kMaxPool2d) not_undone.push_back(index);
    if (spec.type == LayerType::kMaxUnpool2d) {
      network.poolings_.back() = not_undone.back();
      not_undone.pop_back();
    }
    shape = (*layer)->output_shape();
    network.offsets_.push_back(network.offsets_.back() + (*layer)->parameter_count());
    network.layers_.push_back(std::move(*layer));
    units += shape.size();
    if (units > kMostUnits || std::cmp_greater(network.parameter_count(), kMostParameters)) {
      return fail("expected at most ", kMostUnits, " units and ", kMostParameters,
                  " parameters, found more in the first ", network.layers_.size(), " layers");
    }
  }
  if (shape.size() != input.size()) {
    return fail("expected an output of ", input.size(), " units like the input, found ",
                shape.size());
  }
  return network;
}

std::span<Scalar> Network::part_of(std::size_t layer, std::span<Scalar> block) const {
  return block.subspan(offsets_[layer], offsets_[layer + 1] - offsets_[layer]);
}

std::span<const Scalar> Network::part_of(std::size_t layer, std::span<const Scalar> block) const {
  return block.subspan(offsets_[layer], offsets_[layer + 1] - offsets_[layer]);
}

std::size_t Network::switch_count() const {
  std::size_t count = 0;
  for (std::size_t index = code_index(); index < layers_.size(); ++index) {
    if (poolings_[index] && *poolings_[index] < code_index()) {
      count += static_cast<std::size_t>(layers_[index]->input_shape().size());
    }
  }
  return count;
}

LayerInput Network::input_of(std::size_t layer, Workspace& workspace) const {
  const ConstMatrixView x = read_only(workspace.activation(layer));
  const std::optional<std::size_t> pooling = poolings_[layer];
  return pooling ? LayerInput(x, read_only(workspace.activation(*pooling))) : LayerInput(x);
}

void Network::initialise(std::span<Scalar> parameters, Random& random) const {
  for (std::size_t index = 0; index < layers_.size(); ++index) {
    const bool relu_follows =
        index + 1 < layers_.size() && layers_[index + 1]->type() == LayerType::kRelu;
    layers_[index]->initialise(part_of(index, parameters), relu_follows, random);
  }
}

void Network::forward(std::span<const Scalar> parameters, Workspace& workspace, std::size_t first,
                      std::size_t last) const {
  for (std::size_t index = first; index < last; ++index) {
    layers_[index]->forward(input_of(index, workspace), part_of(index, parameters),
                            workspace.activation(index + 1));
  }
}

void Network::backward(std::span<const Scalar> parameters, Workspace& workspace, std::size_t first,
                       std::size_t last, std::span<Scalar> parameter_gradients) const {
  for (std::size_t index = last; index-- > first;) {
    const MatrixView dx = index == 0 ? MatrixView(nullptr, 0, 0) : workspace.gradient(index);
    layers_[index]->backward(input_of(index, workspace), read_only(workspace.activation(index + 1)),
                             read_only(workspace.gradient(index + 1)), part_of(index, parameters),
                             dx, part_of(index, parameter_gradients));
  }
}

void Network::add_output_gradients(std::size_t layer, Workspace& workspace, int first,
                                   std::span<Scalar> weights, std::span<Scalar> biases) const {
  layers_[layer]->add_output_gradients(
      input_of(layer, workspace), read_only(workspace.gradient(layer + 1)), first, weights, biases);
}

}  // namespace hourglass
