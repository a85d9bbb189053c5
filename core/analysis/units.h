// What single units of a model do: how often those of the code are active, which image each unit of
// the first layer answers to, and which image each unit of the code adds to the output.
#pragma once

#include "core/compute/thread_team.h"
#include "core/data/dataset.h"
#include "core/models/model.h"

namespace hourglass {

// A code unit whose values range over less than this gives one value.
inline constexpr Scalar kUnchanging = Scalar(1e-6);

struct UnitStatistics {
  std::vector<double> mean_activation;  // of each unit of the code, over the images
  std::vector<double> active_share;     // of the images, for which the unit is not 0
  int dead = 0;                         // units that give one value for every image
};

// Of the code that the model gives the images; codes already at hand hold `units` numbers each.
// Refused: no images, images of another size.
Result<UnitStatistics> code_statistics(const Model& model, const Dataset& dataset,
                                       ThreadTeam& team);
UnitStatistics code_statistics(std::span<const Scalar> codes, int units);

// Images of one size, one after the other, each row-major; their values are weights, of any sign.
struct ImageStack {
  int height = 0;
  int width = 0;
  std::vector<Scalar> pixels;

  std::size_t count() const {
    return pixels.size() / (static_cast<std::size_t>(height) * static_cast<std::size_t>(width));
  }
};

// The first layer's weights as images: a dense layer's rows in the shape of the input, a
// convolution's kernels. Refused: a first layer without weights.
Result<ImageStack> first_layer_filters(const Model& model);

// The weights of a decoder that is one dense layer, with or without an activation behind it:
// (pixels × units of the code). Refused: any other decoder.
Result<ConstWeightView> decoder_weights(const Model& model);

// The columns of decoder_weights as images in the shape of the input: the components of a PCA, the
// dictionary of a sparse autoencoder. Refused: as there.
Result<ImageStack> decoder_atoms(const Model& model);

// What the first unpooling makes of one image's code, a picture per channel: each number stands
// where its switch says, 0 elsewhere. Refused: a decoder that does not begin by unpooling, an image
// of another size.
Result<ImageStack> unpooled_code(const Model& model, std::span<const Scalar> image);

}  // namespace hourglass
