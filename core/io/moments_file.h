// The file of an ImageMoments: a safetensors file with the whole-number tensors "images" (1),
// "sums" (channels, height, width) and "products" (n, n) of the n numbers of an image, as I64. Its
// __metadata__ has the format's version and the CRC-32 of the pixels, so that a part that is given
// twice can be rejected.
#pragma once

#include "core/base/result.h"
#include "core/models/image_moments.h"

namespace hourglass {

struct MomentsFile {
  ImageMoments moments;
  std::uint32_t pixels_crc32 = 0;
};

Bytes save_moments(const MomentsFile& file);

// Returns an error that starts with `name` if parse_safetensors does, the file is not one of
// moments or has a newer version, or its sums are not those of any images.
Result<MomentsFile> load_moments(ByteSpan bytes, std::string_view name);

}  // namespace hourglass
