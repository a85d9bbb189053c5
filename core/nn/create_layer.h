// From a layer as data to the layer, with the checks that a file of unknown origin needs.
#pragma once

#include <memory>

#include "core/base/result.h"
#include "core/nn/architecture.h"
#include "core/nn/pooling.h"

namespace hourglass {

// These bound what a lying checkpoint can make us allocate.
inline constexpr int kWidestLayer = 65536;                              // units
inline constexpr std::int64_t kMostParameters = std::int64_t{1} << 26;  // 256 MiB in float

// `pooling` is what a max-unpooling undoes, or null. Refused: sizes out of range, a layer without
// output or wider than kWidestLayer, more than kMostParameters parameters, a convolution of
// more than 2^21 taps times pixels, a max-unpooling without a pooling or behind another shape than
// the pooling's output.
Result<std::shared_ptr<const Layer>> create_layer(const LayerSpec& spec, Shape input,
                                                  const MaxPool2d* pooling);

}  // namespace hourglass
