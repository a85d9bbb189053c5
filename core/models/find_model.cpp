#include "core/models/find_model.h"

#include "core/base/text.h"
#include "core/models/code_size.h"
#include "core/models/families.h"
#include "core/models/image_size.h"
#include "core/models/presets.h"

namespace hourglass {
namespace {

// The model of a name without "-code-K".
Result<ModelSpec> find_by_name(std::string_view name, Shape image) {
  if (const auto member = find_in_family(name, image)) {
    if (*member || image == kDigitShape) return *member;
    return fail(member->error().message, "; the images are ", image_text(image));
  }
  const Result<ModelSpec> preset = find_digit_model(name);
  if (!preset || preset->fit == Fit::kNone || image == kDigitShape) return preset;
  return suited_to(*preset, image);
}

}  // namespace

Result<ModelSpec> find_model(std::string_view name, Shape image, std::optional<int> code_size) {
  const std::optional<int> named = take_code_size(name);
  Result<ModelSpec> spec = find_by_name(name, image);
  const std::optional<int> size = code_size ? code_size : named;
  if (!spec || !size) return spec;
  return with_code_size(*std::move(spec), *size);
}

std::vector<ModelSpec> presets_for(Shape image) {
  std::vector<ModelSpec> suited;
  for (const ModelSpec& preset : presets()) {
    if (Result<ModelSpec> spec = find_model(preset.name, image)) suited.push_back(std::move(*spec));
  }
  return suited;
}

}  // namespace hourglass
