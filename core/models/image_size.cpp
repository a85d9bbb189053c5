#include "core/models/image_size.h"

#include <algorithm>
#include <ranges>

#include "core/base/text.h"

namespace hourglass {
namespace {

bool has_outputs(const LayerSpec& layer) { return layer.outputs > 0; }

// The preset with its input and the outputs of its last layer as images of this shape need them.
ModelSpec with_image(const ModelSpec& preset, Shape image) {
  ModelSpec spec = preset;
  spec.architecture.input = image;
  const auto last =
      std::ranges::find_if(std::views::reverse(spec.architecture.layers), has_outputs);
  last->outputs = last->type == LayerType::kDense ? image.size() : image.channels;
  return spec;
}

// Returns an error that says why the layers cannot rebuild their input.
Result<void> check_rebuilds(const Architecture& architecture) {
  const Result<Network> network = Network::create(architecture);
  if (!network) return std::unexpected(network.error());
  const Shape output = network->layer(network->layer_count() - 1).output_shape();
  if (!output.is_image() || output == architecture.input) return {};
  return fail("expected an output of ", image_text(architecture.input),
              " like the input, found one of ", image_text(output));
}

}  // namespace

std::vector<int> sides_of(const ModelSpec& preset, int channels) {
  constexpr int kLongest = 256;  // √65,536
  std::vector<int> sides;
  for (int side = 1; side <= kLongest; ++side) {
    const Shape image{.channels = channels, .height = side, .width = side};
    if (check_rebuilds(with_image(preset, image).architecture)) sides.push_back(side);
  }
  return sides;
}

std::string sides_text(const std::vector<int>& sides) {
  constexpr std::size_t kMostListed = 6;
  if (sides.empty()) return "no size";
  const std::size_t count = sides.size();
  const int step = count > 1 ? sides[1] - sides[0] : 1;
  const bool is_even = std::ranges::adjacent_find(sides, [step](int side, int next) {
                         return next - side != step;
                       }) == sides.end();
  if (is_even && step == 1 && count > 2) return concat(sides.front(), " to ", sides.back());
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    if (is_even && count > kMostListed && i == 3) return concat(text, " … ", sides.back());
    text += concat(i == 0 ? "" : i + 1 == count ? " or " : ", ", sides[i]);
  }
  return text;
}

Result<ModelSpec> suited_to(const ModelSpec& preset, Shape image) {
  ModelSpec spec = with_image(preset, image);
  if (const Result<void> rebuilds = check_rebuilds(spec.architecture); !rebuilds) {
    return fail(preset.name, " does not suit images of ", image_text(image), ": ",
                rebuilds.error().message, "; it suits square images with sides of ",
                sides_text(sides_of(preset, image.channels)));
  }
  return spec;
}

}  // namespace hourglass
