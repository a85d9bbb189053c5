// Checks that the session and its analyses share.
#pragma once

#include <span>

#include "core/base/result.h"
#include "core/data/dataset.h"

namespace hourglass {

inline constexpr std::string_view kNoModel =
    "session: expected a model to be loaded or created first";

// Returns an error unless `pixels` is exactly one image.
inline Result<void> check_image(std::span<const Scalar> pixels) {
  if (pixels.size() == kImagePixels) return {};
  return fail("image: expected ", kImagePixels, " pixels, found ", pixels.size());
}

}  // namespace hourglass
