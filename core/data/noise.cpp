#include "core/data/noise.h"

#include <algorithm>
#include <cmath>

#include "core/base/enum_names.h"
#include "core/base/text.h"
#include "core/compute/random_normal.h"
#include "core/compute/simd.h"

namespace hourglass {
namespace {

constexpr std::string_view kMixed = "mixed:";

void add_gaussian(std::span<const Scalar> clean, Scalar level, Random& random,
                  std::span<Scalar> noisy) {
  draw_standard_normal(random, noisy);
  for_each_vector(std::ssize(clean), [&](std::ptrdiff_t first, std::ptrdiff_t count) {
    Scalar* draws = noisy.data() + first;
    Register pixel = load(clean.data() + first, count) + level * load(draws, count);
    pixel = pixel < 0 ? Register{} : pixel;
    store(draws, pixel > 1 ? broadcast(1) : pixel, count);
  });
}

void mask(std::span<const Scalar> clean, Scalar level, Random& random, std::span<Scalar> noisy) {
  std::ranges::transform(clean, noisy.begin(), [&](Scalar pixel) {
    return random.uniform() < level ? Scalar(0) : pixel;
  });
}

void salt_and_pepper(std::span<const Scalar> clean, Scalar level, Random& random,
                     std::span<Scalar> noisy) {
  std::ranges::transform(clean, noisy.begin(), [&](Scalar pixel) {
    const Scalar draw = random.uniform();
    if (draw >= level) return pixel;
    return draw < level / 2 ? Scalar(0) : Scalar(1);
  });
}

}  // namespace

std::string_view to_string(NoiseKind kind) {
  switch (kind) {
    case NoiseKind::kNone:
      return "none";
    case NoiseKind::kGaussian:
      return "gaussian";
    case NoiseKind::kMasking:
      return "masking";
    case NoiseKind::kSaltPepper:
      return "salt-pepper";
  }
  return {};
}

Result<Noise> parse_noise(std::string_view text) {
  const std::string_view whole = text;
  if (text == "none") return Noise{};
  const std::size_t colon = std::min(text.find(':'), text.size());
  const std::optional<int> kind = find_named(name_of<NoiseKind>, text.substr(0, colon));
  if (!kind || kind == 0 || colon == text.size()) {
    return fail(
        "noise: expected none, KIND:LEVEL or KIND:mixed:MAX with KIND gaussian, masking or "
        "salt-pepper, found \"",
        whole, "\"");
  }
  text.remove_prefix(colon + 1);
  Noise noise{.kind = static_cast<NoiseKind>(*kind)};
  noise.mixed = text.starts_with(kMixed);
  if (noise.mixed) text.remove_prefix(kMixed.size());
  const std::optional<double> level = parse_number(text);
  if (!level || !(*level >= 0 && *level <= 1)) {
    return fail("noise: expected a level from 0 to 1, found \"", text, "\" in \"", whole, "\"");
  }
  noise.level = *level;
  return noise;
}

std::string to_string(const Noise& noise) {
  if (noise.kind == NoiseKind::kNone) return "none";
  return concat(to_string(noise.kind), ':', noise.mixed ? kMixed : "", shortest(noise.level));
}

void corrupt(std::span<const Scalar> clean, const Noise& noise, Random& random,
             std::span<Scalar> noisy) {
  const auto maximum = static_cast<Scalar>(noise.level);
  const Scalar level = noise.mixed ? maximum * random.uniform() : maximum;
  switch (noise.kind) {
    case NoiseKind::kNone:
      std::ranges::copy(clean, noisy.begin());
      break;
    case NoiseKind::kGaussian:
      add_gaussian(clean, level, random, noisy);
      break;
    case NoiseKind::kMasking:
      mask(clean, level, random, noisy);
      break;
    case NoiseKind::kSaltPepper:
      salt_and_pepper(clean, level, random, noisy);
      break;
  }
}

}  // namespace hourglass
