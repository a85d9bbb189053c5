// Corruptions that a denoising autoencoder learns to undo; targets stay clean (Vincent et al.,
// "Extracting and Composing Robust Features with Denoising Autoencoders", ICML 2008, and JMLR 11).
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
  kMasking,     // with probability level, sets each pixel to 0
  kSaltPepper,  // with probability level, sets each pixel to 0 or 1, equally likely
};

std::string_view to_string(NoiseKind kind);

struct Noise {
  NoiseKind kind = NoiseKind::kNone;
  double level = 0;    // in [0, 1]
  bool mixed = false;  // every image draws its own level from U(0, level)

  bool operator==(const Noise&) const = default;
};

// Parses "none", "KIND:LEVEL" or "KIND:mixed:MAX", where KIND is gaussian, masking or salt-pepper.
// Returns an error for other texts and for levels outside [0, 1].
Result<Noise> parse_noise(std::string_view text);

// The inverse of parse_noise.
std::string to_string(const Noise& noise);

// Writes a corrupted copy of the image `clean`, with pixels in [0, 1], to `noisy`. The spans have
// the same length and must not overlap.
void corrupt(std::span<const Scalar> clean, const Noise& noise, Random& random,
             std::span<Scalar> noisy);

}  // namespace hourglass
