// Weight initialisation that keeps the variance of activations similar from layer to layer.
#pragma once

#include <span>

#include "core/base/random.h"
#include "core/base/scalar.h"

namespace hourglass {

// Draws the weights of a layer in which each output has `fan_in` inputs and each input reaches
// `fan_out` outputs. If a ReLU follows, they come from N(0, 2 / fan_in) (He et al., "Delving Deep
// into Rectifiers", 2015, eq. 10); otherwise from U(±√(6 / (fan_in + fan_out))) (Glorot and Bengio,
// 2010, eq. 16).
void initialise_weights(std::span<Scalar> weights, double fan_in, double fan_out, bool relu_follows,
                        Random& random);

}  // namespace hourglass
