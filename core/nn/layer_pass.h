// Runs one layer forward or backward on a batch in the layout that the layer requires.
#pragma once

#include <span>

#include "core/nn/activation_buffer.h"
#include "core/nn/layer.h"

namespace hourglass {

// What a layer read and wrote in the forward pass. `pooled` is as in LayerInput, or null.
struct LayerActivations {
  ActivationBuffer& x;
  ActivationBuffer* pooled;
  ActivationBuffer& y;
};

// y = layer(x).
void forward(const Layer& layer, const LayerActivations& activations,
             std::span<const Scalar> parameters);

// Calls Layer::backward. `dx` is null if the caller does not need it.
void backward(const Layer& layer, const LayerActivations& activations, ActivationBuffer& dy,
              std::span<const Scalar> parameters, ActivationBuffer* dx,
              std::span<Scalar> parameter_gradients);

}  // namespace hourglass
