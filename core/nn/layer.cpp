#include "core/nn/layer.h"

#include <functional>
#include <numeric>

namespace hourglass {

std::size_t ParameterTensor::size() const {
  return std::accumulate(
      shape.begin(), shape.end(), std::size_t{1},
      [](std::size_t product, int extent) { return product * static_cast<std::size_t>(extent); });
}

std::size_t Layer::parameter_count() const {
  std::size_t count = 0;
  for (const ParameterTensor& tensor : parameter_tensors()) count += tensor.size();
  return count;
}

}  // namespace hourglass
