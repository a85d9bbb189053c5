// The corruptions a denoising autoencoder learns to undo (Vincent et al., "Extracting and Composing
// Robust Features with Denoising Autoencoders", ICML 2008, and JMLR 11, 2010). Targets are never
// corrupted.
#pragma once

#include <span>
#include <string>

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/scalar.h"

namespace hourglass {

enum class NoiseKind : std::uint8_t {
  kNone,
  kGaussian,    // adds N(0, level²) to every pixel, then clips to [0, 1]
  kMasking,     // sets each pixel to 0 with probability level
  kSaltPepper,  // sets each pixel to 0 or 1, evenly, with probability level
};

struct Noise {
  NoiseKind kind = NoiseKind::kNone;
  double level = 0;    // in [0, 1]
  bool mixed = false;  // every image draws its own level from U(0, level)

  bool operator==(const Noise&) const = default;
};

// Reads "none", "KIND:LEVEL" or "KIND:mixed:MAX", KIND being gaussian, masking or salt-pepper.
Result<Noise> parse_noise(std::string_view text);

// The text that parse_noise reads back.
std::string to_string(const Noise& noise);

// One image of `clean` pixels in [0, 1], corrupted into `noisy` (equal lengths, different memory).
void corrupt(std::span<const Scalar> clean, const Noise& noise, Random& random,
             std::span<Scalar> noisy);

}  // namespace hourglass
