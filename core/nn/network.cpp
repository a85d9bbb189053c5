#include "core/nn/network.h"

#include <cstdint>
#include <utility>

#include "core/nn/activation.h"
#include "core/nn/dense.h"

namespace hourglass {
namespace {

// These bound what a lying checkpoint can make us allocate.
constexpr int kWidestLayer = 65536;
constexpr std::int64_t kMostUnits = std::int64_t{1} << 18;  // of all layers, the input included
constexpr std::int64_t kMostParameters = std::int64_t{1} << 26;  // 256 MiB in float

Result<void> check_dense(const LayerSpec& spec, Shape input) {
  if (spec.outputs < 1 || spec.outputs > kWidestLayer) {
    return fail("expected a dense layer of 1 to ", kWidestLayer, " units, found ", spec.outputs);
  }
  const std::int64_t parameters = (std::int64_t{input.size()} + 1) * spec.outputs;
  if (parameters > kMostParameters) {
    return fail("expected at most ", kMostParameters, " parameters, found ", parameters);
  }
  return {};
}

Result<std::shared_ptr<const Layer>> create_layer(const LayerSpec& spec, Shape input) {
  switch (spec.type) {
    case LayerType::kDense:
      if (const Result<void> fits = check_dense(spec, input); !fits) {
        return std::unexpected(fits.error());
      }
      return std::make_shared<Dense>(input, spec.outputs);
    case LayerType::kRelu:
      return std::make_shared<Relu>(input);
    case LayerType::kSigmoid:
      return std::make_shared<Sigmoid>(input);
  }
  return fail("expected a known layer type, found number ", static_cast<int>(spec.type));
}

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
  for (const LayerSpec& spec : architecture.layers) {
    Result<std::shared_ptr<const Layer>> layer = create_layer(spec, shape);
    if (!layer) {
      return fail("layer ", network.layers_.size(), ": ", layer.error().message);
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
    layers_[index]->forward(read_only(workspace.activation(index)), part_of(index, parameters),
                            workspace.activation(index + 1));
  }
}

void Network::backward(std::span<const Scalar> parameters, Workspace& workspace, std::size_t first,
                       std::size_t last, std::span<Scalar> parameter_gradients) const {
  for (std::size_t index = last; index-- > first;) {
    const MatrixView dx = index == 0 ? MatrixView(nullptr, 0, 0) : workspace.gradient(index);
    layers_[index]->backward(read_only(workspace.activation(index)),
                             read_only(workspace.activation(index + 1)),
                             read_only(workspace.gradient(index + 1)), part_of(index, parameters),
                             dx, part_of(index, parameter_gradients));
  }
}

}  // namespace hourglass
