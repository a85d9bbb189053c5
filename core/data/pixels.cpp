#include "core/data/pixels.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace hourglass {

void bytes_to_pixels(ByteSpan bytes, std::span<Scalar> pixels) {
  assert(bytes.size() == pixels.size());
  std::ranges::transform(bytes, pixels.begin(),
                         [](std::uint8_t byte) { return static_cast<Scalar>(byte) / Scalar(255); });
}

void pixels_to_bytes(std::span<const Scalar> pixels, std::span<std::uint8_t> bytes) {
  assert(bytes.size() == pixels.size());
  std::ranges::transform(pixels, bytes.begin(), [](Scalar pixel) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(pixel, Scalar(0), Scalar(1)) * 255));
  });
}

}  // namespace hourglass
