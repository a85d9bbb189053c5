#include "core/nn/architecture.h"

#include <algorithm>
#include <array>
#include <utility>

namespace hourglass {
namespace {

constexpr std::array<std::pair<LayerType, std::string_view>, 8> kTypeNames{
    {{LayerType::kDense, "dense"},
     {LayerType::kConv2d, "conv2d"},
     {LayerType::kConvTranspose2d, "conv_transpose2d"},
     {LayerType::kMaxPool2d, "max_pool2d"},
     {LayerType::kMaxUnpool2d, "max_unpool2d"},
     {LayerType::kUpsample2d, "upsample2d"},
     {LayerType::kRelu, "relu"},
     {LayerType::kSigmoid, "sigmoid"}}};

}  // namespace

std::string_view to_string(LayerType type) {
  return std::ranges::find(kTypeNames, type, &std::pair<LayerType, std::string_view>::first)
      ->second;
}

Result<LayerType> parse_layer_type(std::string_view name) {
  const auto* const entry =
      std::ranges::find(kTypeNames, name, &std::pair<LayerType, std::string_view>::second);
  if (entry == kTypeNames.end()) {
    std::string known;
    for (const auto& [type, type_name] : kTypeNames) {
      known += concat(known.empty() ? "" : ", ", type_name);
    }
    return fail("expected a layer type among ", known, "; found \"", name, "\"");
  }
  return entry->first;
}

}  // namespace hourglass
