// One layer's part of a pass: hands the layer its batch in the layout that it asks for.
#pragma once

#include <span>

#include "core/nn/activations.h"
#include "core/nn/layer.h"

namespace hourglass {

// What a layer read and wrote on the way forward. `pooled` as in LayerInput, or null.
struct LayerActivations {
  Activations& x;
  Activations* pooled;
  Activations& y;
};

// y = layer(x).
void forward(const Layer& layer, const LayerActivations& activations,
             std::span<const Scalar> parameters);

// Layer::backward. `dx` is null where nobody needs it.
void backward(const Layer& layer, const LayerActivations& activations, Activations& dy,
              std::span<const Scalar> parameters, Activations* dx,
              std::span<Scalar> parameter_gradients);

}  // namespace hourglass
