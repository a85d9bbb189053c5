// Creates a layer from its spec, with the checks that a file of unknown origin needs.
#pragma once

#include <memory>

#include "core/base/result.h"
#include "core/nn/architecture.h"
#include "core/nn/layers/pooling.h"

namespace hourglass {

// Another limit on what a malicious checkpoint can make us allocate (see shape.h).
inline constexpr std::int64_t kMostParameters = std::int64_t{1} << 26;  // 256 MiB in float

// `pooling` is the layer that a max-unpooling undoes, or null. Returns an error if a size is out of
// range, the output is empty or wider than kWidestLayer, there are more than kMostParameters
// parameters, a convolution has more than 2^21 taps × pixels, or a max-unpooling has no pooling or
// an input that is not shaped like the pooling's output.
Result<std::shared_ptr<const Layer>> create_layer(const LayerSpec& spec, Shape input,
                                                  const MaxPool2d* pooling);

}  // namespace hourglass
