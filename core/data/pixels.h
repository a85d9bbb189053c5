// Pixels as bytes, which are stored, and as numbers, which networks compute with.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/result.h"
#include "core/base/scalar.h"

namespace hourglass {

// Converts bytes 0…255 to numbers in [0, 1]; both spans have the same length.
void bytes_to_pixels(ByteSpan bytes, std::span<Scalar> pixels);

// The inverse, rounded and clipped.
void pixels_to_bytes(std::span<const Scalar> pixels, std::span<std::uint8_t> bytes);

}  // namespace hourglass
