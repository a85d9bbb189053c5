#include "core/models/families.h"

#include <algorithm>
#include <charconv>
#include <ranges>

#include "core/base/text.h"

namespace hourglass {
namespace {

// Image → components → image, without activations.
Architecture linear(const Shape& image, int components) {
  return architecture(image, {dense(components)}, {dense(image.size())});
}

std::optional<int> parse_int(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// The spec of "pca-K" or "linear-K"; nothing if the name is neither.
std::optional<Result<ModelSpec>> find_components(std::string_view name, const Shape& image) {
  const bool is_pca = name.starts_with("pca-");
  if (!is_pca && !name.starts_with("linear-")) return std::nullopt;
  const std::string_view suffix = name.substr(name.find('-') + 1);
  const std::optional<int> components = parse_int(suffix);
  if (!components || *components < 1 || *components > image.size()) {
    return fail("model \"", name, "\": expected 1 to ", image.size(), " components, found \"",
                suffix, "\"");
  }
  return is_pca ? pca_spec(image, *components) : linear_spec(image, *components);
}

// The widths in "784-128-16", separated by "→", "->" or "-"; nothing if the name is not a list of
// widths.
std::optional<std::vector<int>> parse_widths(std::string_view name) {
  std::string text(name);
  for (const std::string_view arrow : {"→", "->"}) {
    for (std::size_t at = 0; (at = text.find(arrow)) != std::string::npos;) {
      text.replace(at, arrow.size(), "-");
    }
  }
  std::erase(text, ' ');
  std::vector<int> widths;
  std::string_view rest = text;
  while (true) {
    const std::size_t dash = rest.find('-');
    const std::optional<int> width = parse_int(rest.substr(0, dash));
    if (!width) return std::nullopt;
    widths.push_back(*width);
    if (dash == std::string_view::npos) return widths;
    rest.remove_prefix(dash + 1);
  }
}

Result<ModelSpec> custom_spec(std::string_view name, const Shape& image, std::vector<int> widths) {
  const int pixels = image.size();
  if (widths.front() != pixels || widths.size() < 2) {
    return fail("model \"", name, "\": expected widths that begin with ", pixels,
                " and lead to a code, as in ", pixels, "-128-16");
  }
  if (std::ranges::any_of(widths, [](int width) { return width < 1; })) {
    return fail("model \"", name, "\": expected layers of at least 1 unit");
  }
  const bool has_both_halves = widths.size() > 2 && widths.back() == pixels;
  std::string canonical = concat(pixels);
  for (const int width : widths | std::views::drop(1)) canonical += concat('-', width);

  const auto first = widths.begin() + 1;
  const auto code =
      has_both_halves ? std::ranges::min_element(first, widths.end() - 1) : widths.end() - 1;
  std::vector<int> decoder(code + 1, widths.end());
  if (has_both_halves) {
    decoder.pop_back();
  } else {
    decoder.assign(std::make_reverse_iterator(code), std::make_reverse_iterator(first));
  }
  return ModelSpec{.name = canonical,
                   .architecture = mirrored(image, std::vector<int>(first, code + 1), decoder)};
}

}  // namespace

Architecture architecture(const Shape& input, std::vector<LayerSpec> encoder,
                          const std::vector<LayerSpec>& decoder) {
  const int encoder_layers = static_cast<int>(encoder.size());
  encoder.insert(encoder.end(), decoder.begin(), decoder.end());
  return {.input = input, .layers = std::move(encoder), .encoder_layers = encoder_layers};
}

Architecture mirrored(const Shape& image, const std::vector<int>& encoder_widths,
                      const std::vector<int>& decoder_widths) {
  std::vector<LayerSpec> encoder;
  for (const int width : encoder_widths) {
    if (!encoder.empty()) encoder.push_back(kRelu);
    encoder.push_back(dense(width));
  }
  std::vector<LayerSpec> decoder;
  for (const int width : decoder_widths) {
    decoder.push_back(dense(width));
    decoder.push_back(kRelu);
  }
  decoder.push_back(dense(image.size()));
  decoder.push_back(kSigmoid);
  return architecture(image, std::move(encoder), decoder);
}

ModelSpec linear_spec(const Shape& image, int components) {
  // The decaying rate brings even the last directions to within a degree of PCA's subspace.
  return {.name = concat("linear-", components),
          .architecture = linear(image, components),
          .recipe = {.epochs = 20, .schedule = Schedule::kCosine}};
}

ModelSpec pca_spec(const Shape& image, int components) {
  return {.name = concat("pca-", components),
          .architecture = linear(image, components),
          .fit = Fit::kPca};
}

std::optional<Result<ModelSpec>> find_in_family(std::string_view name, const Shape& image) {
  if (const auto member = find_components(name, image)) return member;
  if (const auto widths = parse_widths(name)) return custom_spec(name, image, *widths);
  return std::nullopt;
}

}  // namespace hourglass
