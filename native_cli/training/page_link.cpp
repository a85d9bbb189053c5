#include "native_cli/training/page_link.h"

#include "core/base/text.h"
#include "core/models/find_model.h"

namespace hourglass::cli {
namespace {

std::string noise_query(const ModelSpec& spec) {
  const Noise& noise = spec.recipe.noise;
  if (noise.kind == NoiseKind::kNone) return "&training-noise=none";
  const Result<ModelSpec> preset = find_model(spec.name);
  if (noise.mixed || (preset && preset->recipe.noise == noise)) return "";
  const std::string text = to_string(noise);
  const std::size_t colon = text.find(':');
  return concat("&training-noise=panel&noise=", text.substr(0, colon),
                "&level=", text.substr(colon + 1));
}

}  // namespace

std::string page_link(const std::string& page, const ModelSpec& spec, std::uint64_t seed) {
  const std::string address = page.substr(0, page.find_first_of("?#"));
  if (spec.fit != Fit::kGradient) return concat(address, "?also=", spec.name);
  return concat(address, "?model=", spec.name, "&rate=", setting_text(spec.recipe.learning_rate),
                "&batch=", spec.recipe.batch, "&seed=", seed, noise_query(spec));
}

}  // namespace hourglass::cli
