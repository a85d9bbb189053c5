// Runs one layer forward or backward on a batch in the layout that the layer requires.
#pragma once

#include <span>

#include "core/nn/activations.h"
#include "core/nn/layer.h"

namespace hourglass {

// What a layer read and wrote in the forward pass. `pooled` is as in LayerInput, or null.
struct LayerActivations {
  Activations& x;
  Activations* pooled;
  Activations& y;
};

// y = layer(x).
void forward(const Layer& layer, const LayerActivations& activations,
             std::span<const Scalar> parameters);

// Calls Layer::backward. `dx` is null if the caller does not need it.
void backward(const Layer& layer, const LayerActivations& activations, Activations& dy,
              std::span<const Scalar> parameters, Activations* dx,
              std::span<Scalar> parameter_gradients);

}  // namespace hourglass
