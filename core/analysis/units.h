// What single units of a model do: how often code units are active, what image each first-layer
// unit responds to, and what image each code unit adds to the output.
#pragma once

#include "core/analysis/codes.h"
#include "core/models/model.h"

namespace hourglass {

// The range of each code unit's values over the images added so far.
class UnitRanges {
 public:
  explicit UnitRanges(int units);

  void add(const ConstMatrixView& codes);  // (units × images)
  void add(const UnitRanges& others);

  // How many units have had the same value for every image.
  int dead_units() const;

 private:
  Eigen::Array<Scalar, Eigen::Dynamic, 1> minimum_;
  Eigen::Array<Scalar, Eigen::Dynamic, 1> maximum_;
};

struct UnitStatistics {
  std::vector<double> mean_activation;  // per code unit, mean over the images
  std::vector<double> active_share;     // per code unit, share of the images for which it is not 0
  int dead = 0;                         // units with the same value for every image
};

UnitStatistics unit_statistics(const Codes& codes);

// Contiguous images of the same size, each row-major; their values are weights of any sign.
struct ImageStack {
  int height = 0;
  int width = 0;
  std::vector<Scalar> pixels;

  std::size_t count() const {
    return pixels.size() / (static_cast<std::size_t>(height) * static_cast<std::size_t>(width));
  }
};

// The first layer's weights as images: the rows of a dense layer in the shape of the input, or the
// kernels of a convolution. Returns an error if the first layer has no weights.
Result<ImageStack> first_layer_filters(const Model& model);

// The weights (pixels × units of the code) of a decoder that is one dense layer, with or without an
// activation after it. Returns an error for any other decoder.
Result<ConstWeightView> decoder_weights(const Model& model);

// The columns of decoder_weights as images in the shape of the input: the components of a PCA, the
// dictionary of a sparse autoencoder. Returns an error if decoder_weights does.
Result<ImageStack> decoder_atoms(const Model& model);

// What layer `layer` computes from one image, one picture per channel. Returns an error if there is
// no such layer or the image size does not fit the model.
Result<ImageStack> layer_output(const Model& model, std::span<const Scalar> image, int layer);

}  // namespace hourglass
