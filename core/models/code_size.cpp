#include "core/models/code_size.h"

#include <charconv>

#include "core/base/text.h"
#include "core/models/families.h"

namespace hourglass {
namespace {

constexpr std::string_view kMark = "-code-";

// The layer whose output is the code, before any activation; nullptr if it is not dense.
LayerSpec* code_layer(Architecture& architecture) {
  for (int index = architecture.encoder_layers - 1; index >= 0; --index) {
    LayerSpec& layer = architecture.layers[static_cast<std::size_t>(index)];
    if (layer.type == LayerType::kRelu || layer.type == LayerType::kSigmoid) continue;
    return layer.type == LayerType::kDense ? &layer : nullptr;
  }
  return nullptr;
}

}  // namespace

std::optional<int> take_code_size(std::string_view& name) {
  const std::size_t mark = name.rfind(kMark);
  if (mark == std::string_view::npos) return std::nullopt;
  const std::string_view digits = name.substr(mark + kMark.size());
  int size = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  name = name.substr(0, mark);
  return size;
}

Result<ModelSpec> with_code_size(ModelSpec spec, int size) {
  if (size < 1) return fail(spec.name, ": expected a code of at least 1 number, found ", size);
  LayerSpec* const layer = code_layer(spec.architecture);
  if (layer == nullptr) {
    return fail(spec.name,
                ": expected a model whose code is the output of a dense layer, found "
                "one whose code is feature maps, so its size cannot be set; conv-32 is a "
                "convolutional model with a dense code");
  }
  if (layer->outputs == size) return spec;
  for (const std::string_view family : {"pca-", "linear-"}) {
    if (!spec.name.starts_with(family)) continue;
    return *find_in_family(concat(family, size), spec.architecture.input);
  }
  layer->outputs = size;
  spec.name += concat(kMark, size);
  return spec;
}

}  // namespace hourglass
