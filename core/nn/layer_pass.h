// Runs one layer on a batch, in the layout that the layer requires.
#pragma once

#include <span>

#include "core/nn/activation_buffer.h"
#include "core/nn/layer.h"

namespace hourglass {

// What a layer reads. `pooled` and `with_relu` are as in LayerInput, but `pooled` may be null.
struct LayerSource {
  const ActivationBuffer& x;
  const ActivationBuffer* pooled;
  bool with_relu = false;  // only for layers in the lane layout
};

// y = layer(x).
void forward(const Layer& layer, const LayerSource& source, std::span<const Scalar> parameters,
             ActivationBuffer& y);

// Computes dL/dx from dL/dy; `y` is what the layer has computed.
void input_gradient(const Layer& layer, const LayerSource& source, const ActivationBuffer& y,
                    const ActivationBuffer& dy, std::span<const Scalar> parameters,
                    ActivationBuffer& dx);

// See Layer::add_weight_gradient.
void add_weight_gradient(const Layer& layer, const LayerSource& source, const ActivationBuffer& dy,
                         int first, std::span<Scalar> weights, std::span<Scalar> biases);

}  // namespace hourglass
