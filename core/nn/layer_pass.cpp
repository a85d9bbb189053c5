#include "core/nn/layer_pass.h"

namespace hourglass {
namespace {

// True if the layer runs in the lane layout. Elementwise layers use whichever layout is valid.
bool takes_lanes(const Layer& layer, const ActivationBuffer& given) {
  return layer.layout() == Layout::kLanes ||
         (layer.layout() == Layout::kEither && given.only_lanes_valid());
}

LayerInput input_lanes(const LayerSource& source, int block) {
  return {source.x.lanes(block),
          source.pooled == nullptr ? ConstMatrixView(nullptr, 0, 0) : source.pooled->lanes(block),
          source.with_relu};
}

}  // namespace

void forward(const Layer& layer, const LayerSource& source, std::span<const Scalar> parameters,
             ActivationBuffer& y) {
  if (!takes_lanes(layer, source.x)) {
    layer.forward(source.x.columns(), parameters, y.write_columns());
    return;
  }
  for (int block = 0; block < y.block_count(); ++block) {
    layer.forward(input_lanes(source, block), parameters, y.write_lanes(block));
  }
}

void input_gradient(const Layer& layer, const LayerSource& source, const ActivationBuffer& y,
                    const ActivationBuffer& dy, std::span<const Scalar> parameters,
                    ActivationBuffer& dx) {
  if (!takes_lanes(layer, dy)) {
    layer.input_gradient(source.x.columns(), y.columns(), dy.columns(), parameters,
                         dx.write_columns());
    return;
  }
  for (int block = 0; block < dy.block_count(); ++block) {
    layer.input_gradient(input_lanes(source, block), y.lanes(block), dy.lanes(block), parameters,
                         dx.write_lanes(block));
  }
}

void add_weight_gradient(const Layer& layer, const LayerSource& source, const ActivationBuffer& dy,
                         int first, std::span<Scalar> weights, std::span<Scalar> biases) {
  if (!takes_lanes(layer, dy)) {
    layer.add_weight_gradient(source.x.columns(), dy.columns(), first, weights, biases);
    return;
  }
  for (int block = 0; block < dy.block_count(); ++block) {
    layer.add_weight_gradient(input_lanes(source, block), dy.lanes(block), first, weights, biases);
  }
}

}  // namespace hourglass
