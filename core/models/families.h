// Models that are built from widths: the families linear-K and pca-K, and networks given by the
// widths of their layers. The outer widths are those of the images.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/data/dataset.h"
#include "core/models/model.h"

namespace hourglass {

inline constexpr LayerSpec kRelu{.type = LayerType::kRelu};
inline constexpr LayerSpec kSigmoid{.type = LayerType::kSigmoid};

constexpr LayerSpec dense(int outputs) { return {.type = LayerType::kDense, .outputs = outputs}; }

// Joins the layers of an encoder and a decoder; the code lies between them.
Architecture architecture(const Shape& input, std::vector<LayerSpec> encoder,
                          const std::vector<LayerSpec>& decoder);

// Image → encoder widths → decoder widths → image sigmoid; hidden layers are ReLU, the code is
// linear.
Architecture mirrored(const Shape& image, const std::vector<int>& encoder_widths,
                      const std::vector<int>& decoder_widths);

ModelSpec linear_spec(const Shape& image, int components);
ModelSpec pca_spec(const Shape& image, int components);

// The spec of "pca-K", "linear-K" or a list of widths, as find_model() takes them; nothing if the
// name is none of these.
std::optional<Result<ModelSpec>> find_in_family(std::string_view name, const Shape& image);

}  // namespace hourglass
