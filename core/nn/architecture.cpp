#include "core/nn/architecture.h"

#include <algorithm>
#include <array>
#include <utility>

namespace hourglass {
namespace {

constexpr std::array<std::pair<LayerType, std::string_view>, 3> kTypeNames{
    {{LayerType::kDense, "dense"}, {LayerType::kRelu, "relu"}, {LayerType::kSigmoid, "sigmoid"}}};

}  // namespace

std::string_view to_string(LayerType type) {
  return std::ranges::find(kTypeNames, type, &std::pair<LayerType, std::string_view>::first)
      ->second;
}

Result<LayerType> parse_layer_type(std::string_view name) {
  const auto* const entry =
      std::ranges::find(kTypeNames, name, &std::pair<LayerType, std::string_view>::second);
  if (entry == kTypeNames.end()) {
    return fail("expected a layer of type dense, relu or sigmoid, found \"", name, "\"");
  }
  return entry->first;
}

}  // namespace hourglass
