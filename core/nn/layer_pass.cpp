#include "core/nn/layer_pass.h"

namespace hourglass {
namespace {

// True if the layer runs in the lane layout. Elementwise layers use whichever layout is valid.
bool takes_lanes(const Layer& layer, const ActivationBuffer& given) {
  return layer.layout() == Layout::kLanes ||
         (layer.layout() == Layout::kEither && given.only_lanes_valid());
}

LayerInput input_columns(const LayerActivations& activations) {
  return {read_only(activations.x.columns())};
}

LayerInput input_block(const LayerActivations& activations, int index) {
  const ConstMatrixView x = read_only(activations.x.block(index));
  if (activations.pooled == nullptr) return {x};
  return {x, read_only(activations.pooled->block(index))};
}

}  // namespace

void forward(const Layer& layer, const LayerActivations& activations,
             std::span<const Scalar> parameters) {
  if (!takes_lanes(layer, activations.x)) {
    layer.forward(input_columns(activations), parameters, activations.y.overwrite_columns());
    return;
  }
  activations.y.overwrite_lanes();
  for (int index = 0; index < activations.x.block_count(); ++index) {
    layer.forward(input_block(activations, index), parameters, activations.y.block(index));
  }
}

void backward(const Layer& layer, const LayerActivations& activations, ActivationBuffer& dy,
              std::span<const Scalar> parameters, ActivationBuffer* dx,
              std::span<Scalar> parameter_gradients) {
  const MatrixView no_gradient(nullptr, 0, 0);
  if (!takes_lanes(layer, dy)) {
    layer.backward(input_columns(activations), read_only(activations.y.columns()),
                   read_only(dy.columns()), parameters, dx ? dx->overwrite_columns() : no_gradient,
                   parameter_gradients);
    return;
  }
  if (dx != nullptr) dx->overwrite_lanes();
  for (int index = 0; index < dy.block_count(); ++index) {
    layer.backward(input_block(activations, index), read_only(activations.y.block(index)),
                   read_only(dy.block(index)), parameters, dx ? dx->block(index) : no_gradient,
                   parameter_gradients);
  }
}

}  // namespace hourglass
