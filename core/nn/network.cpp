#include "core/nn/network.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "core/compute/simd.h"
#include "core/nn/layers/create_layer.h"

namespace hourglass {
namespace {

// Images per chunk if a layer uses the column layout: matrix products need many images to amortise
// reading their weights. In the lane layout, kLanes images are enough.
constexpr int kColumnChunk = 256;

constexpr std::int64_t kMostUnits = std::int64_t{1} << 19;  // of all layers, including the input

}  // namespace

void Workspace::prepare(const Network& network, int columns) {
  columns_ = columns;
  activations_.resize(network.layer_count() + 1);
  gradients_.resize(network.layer_count() + 1);
  for (std::size_t index = 0; index < activations_.size(); ++index) {
    const int units =
        index == 0 ? network.input_size() : network.layer(index - 1).output_shape().size();
    activations_[index].resize(units, columns);
    gradients_[index].resize(units, columns);
  }
  // In the backward pass only the gradients on both sides of one layer are live, and an elementwise
  // layer overwrites its input. Two shared pieces of memory are enough, and they stay in cache.
  std::size_t turn = 0;
  for (std::size_t index = gradients_.size(); index-- > 0;) {
    gradients_[index].share_lane_memory(gradient_lanes_[turn]);
    if (index > 0 && network.layer(index - 1).layout() != Layout::kEither) turn = 1 - turn;
  }
}

Result<Network> Network::create(const Architecture& architecture) {
  const int layer_count = static_cast<int>(architecture.layers.size());
  if (architecture.encoder_layers < 1 || architecture.encoder_layers >= layer_count) {
    return fail("expected an encoder of at least one layer and a decoder of at least one, found ",
                architecture.encoder_layers, " encoder layers among ", layer_count, " layers");
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
  std::vector<std::size_t> open_poolings;  // indices of the poolings not undone yet
  for (const LayerSpec& spec : architecture.layers) {
    const std::size_t index = network.layers_.size();
    const auto* pooling =
        open_poolings.empty()
            ? nullptr
            : static_cast<const MaxPool2d*>(network.layers_[open_poolings.back()].get());
    Result<std::shared_ptr<const Layer>> layer = create_layer(spec, shape, pooling);
    if (!layer) return fail("layer ", index, ": ", layer.error().message);
    network.poolings_.emplace_back();
    if (spec.type == LayerType::kMaxPool2d) open_poolings.push_back(index);
    if (spec.type == LayerType::kMaxUnpool2d) {
      network.poolings_.back() = open_poolings.back();
      open_poolings.pop_back();
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

int Network::chunk_size() const {
  const bool has_columns = std::ranges::any_of(
      layers_, [](const auto& layer) { return layer->layout() == Layout::kColumns; });
  return has_columns ? kColumnChunk : static_cast<int>(kLanes);
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

LayerSource Network::source_of(std::size_t layer, const Workspace& workspace) const {
  const std::optional<std::size_t> pooling = poolings_[layer];
  return {.x = workspace.activations_[layer],
          .pooled = pooling ? &workspace.activations_[*pooling] : nullptr};
}

bool Network::is_relu(std::size_t layer) const {
  return layer < layers_.size() && layers_[layer]->type() == LayerType::kRelu;
}

bool Network::includes_relu_after(std::size_t layer) const {
  if (layer + 1 == code_index() || !is_relu(layer + 1)) return false;
  const Layer& it = *layers_[layer];
  return it.layout() == Layout::kLanes && it.weight_count() > 0;
}

bool Network::includes_relu_before(std::size_t layer) const {
  return layers_[layer]->layout() == Layout::kLanes && is_relu(layer - 1);
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
  for (std::size_t index = first; index < last;) {
    LayerSource source = source_of(index, workspace);
    source.with_relu = index + 1 < last && includes_relu_after(index);
    const std::size_t next = index + 1 + source.with_relu;
    hourglass::forward(*layers_[index], source, part_of(index, parameters),
                       workspace.activations_[next]);
    index = next;
  }
}

void Network::backward(std::span<const Scalar> parameters, Workspace& workspace, std::size_t first,
                       std::size_t last, const LayerVisitor& visit) const {
  for (std::size_t index = last; index-- > first;) {
    visit(index);
    if (index == 0) return;
    LayerSource source = source_of(index, workspace);
    source.with_relu = index > first && includes_relu_before(index);
    const std::size_t output = index + 1 + includes_relu_after(index);
    const std::size_t input = index - source.with_relu;
    input_gradient(*layers_[index], source, workspace.activations_[output],
                   workspace.gradients_[index + 1], part_of(index, parameters),
                   workspace.gradients_[input]);
    index = input;
  }
}

void Network::add_weight_gradient(std::size_t layer, const Workspace& workspace,
                                  std::span<Scalar> gradients) const {
  const std::span<Scalar> part = part_of(layer, gradients);
  const std::size_t weights = layers_[layer]->weight_count();
  add_weight_gradient(layer, workspace, 0, part.first(weights), part.subspan(weights));
}

void Network::add_weight_gradient(std::size_t layer, const Workspace& workspace, int first,
                                  std::span<Scalar> weights, std::span<Scalar> biases) const {
  hourglass::add_weight_gradient(*layers_[layer], source_of(layer, workspace),
                                 workspace.gradients_[layer + 1], first, weights, biases);
}

}  // namespace hourglass
