// Models for images of any size and colour. A dense network takes the images' numbers as its outer
// width. A convolutional one keeps its kernels, so it suits only the sizes that its decoder leads
// back to: after three poolings and three doublings, 28 is 28 again, but 32 is not 32.
#pragma once

#include <string>
#include <vector>

#include "core/base/shape.h"
#include "core/models/model.h"

namespace hourglass {

// The preset for images of this shape. Returns an error if a convolutional preset cannot rebuild
// them; it then lists the sides of square images that the preset can rebuild.
Result<ModelSpec> suited_to(const ModelSpec& preset, Shape image);

// The sides, up to 256, of the square images with this many channels that the preset can rebuild.
std::vector<int> sides_of(const ModelSpec& preset, int channels);

// "4 to 64", "12, 20, 28, 36 or 44", "4, 8, 12 … 64"; "no size" for none.
std::string sides_text(const std::vector<int>& sides);

}  // namespace hourglass
