#include "core/analysis/units.h"

#include <limits>
#include <utility>

#include "core/models/pass.h"

namespace hourglass {
UnitRanges::UnitRanges(int units)
    : minimum_(decltype(minimum_)::Constant(units, std::numeric_limits<Scalar>::max())),
      maximum_(-minimum_) {}

void UnitRanges::add(const ConstMatrixView& codes) {
  minimum_ = minimum_.min(codes.rowwise().minCoeff().array());
  maximum_ = maximum_.max(codes.rowwise().maxCoeff().array());
}

void UnitRanges::add(const UnitRanges& others) {
  minimum_ = minimum_.min(others.minimum_);
  maximum_ = maximum_.max(others.maximum_);
}

int UnitRanges::dead_units() const {
  // A code unit whose values span less than this counts as constant.
  constexpr Scalar kDeadRange = Scalar(1e-6);
  return static_cast<int>((maximum_ - minimum_ < kDeadRange).count());
}

UnitStatistics unit_statistics(const Codes& codes) {
  const ConstMatrixView values = codes.matrix();
  UnitRanges ranges(codes.units);
  ranges.add(values);
  const Eigen::VectorXd mean = values.cast<double>().rowwise().mean();
  const Eigen::VectorXd share =
      (values.array() != Scalar(0)).cast<double>().rowwise().mean().matrix();
  return {.mean_activation = {mean.begin(), mean.end()},
          .active_share = {share.begin(), share.end()},
          .dead = ranges.dead_units()};
}

Result<ImageStack> first_layer_filters(const Model& model) {
  const std::vector<ParameterTensor> tensors = model.network.layer(0).parameter_tensors();
  if (tensors.empty()) {
    return fail(model.spec.name, ": expected a first layer with weights, found ",
                to_string(model.network.layer(0).type()));
  }
  const ParameterTensor& weights = tensors.front();
  const auto block = std::span(model.parameters).first(weights.size());
  const bool is_convolution = weights.shape.size() == 4;  // (outputs, inputs, height, width)
  const Shape input = model.spec.architecture.input;
  return ImageStack{.height = is_convolution ? weights.shape[2] : input.channels * input.height,
                    .width = is_convolution ? weights.shape[3] : input.width,
                    .pixels = {block.begin(), block.end()}};
}

Result<ConstWeightView> decoder_weights(const Model& model) {
  const Network& network = model.network;
  const std::size_t first = network.code_index();
  std::string decoder;
  int layers_with_weights = 0;
  for (std::size_t layer = first; layer < network.layer_count(); ++layer) {
    if (network.layer(layer).parameter_count() > 0) ++layers_with_weights;
    decoder += concat(layer == first ? "" : ", ", to_string(network.layer(layer).type()));
  }
  if (network.layer(first).type() != LayerType::kDense || layers_with_weights != 1) {
    return fail(model.spec.name, ": expected a decoder of one dense layer, found ", decoder);
  }
  const std::span<const Scalar> block = model.parameters;
  return ConstWeightView(network.part_of(first, block).data(), network.output_size(),
                         network.code_size());
}

Result<ImageStack> decoder_atoms(const Model& model) {
  const Result<ConstWeightView> weights = decoder_weights(model);
  if (!weights) return std::unexpected(weights.error());
  const Shape input = model.spec.architecture.input;
  ImageStack stack{.height = input.channels * input.height, .width = input.width, .pixels = {}};
  stack.pixels.resize(static_cast<std::size_t>(weights->size()));
  MatrixView(stack.pixels.data(), weights->rows(), weights->cols()) = *weights;
  return stack;
}

Result<ImageStack> layer_output(const Model& model, std::span<const Scalar> image, int layer) {
  const Network& network = model.network;
  if (layer < 0 || std::cmp_greater_equal(layer, network.layer_count())) {
    return fail("layer output: expected the number of a layer, found ", layer);
  }
  if (const Result<void> fits = check_image(model, image); !fits) {
    return std::unexpected(fits.error());
  }
  const auto end = static_cast<std::size_t>(layer) + 1;
  Workspace workspace;
  workspace.prepare(network, 1);
  workspace.write_activation(0) = ConstMatrixView(image.data(), network.input_size(), 1);
  network.forward(model.parameters, workspace, 0, end);
  const Shape shape = network.layer(end - 1).output_shape();
  const ConstMatrixView maps = workspace.activation(end);
  return ImageStack{.height = shape.height,
                    .width = shape.width,
                    .pixels = {maps.data(), maps.data() + maps.size()}};
}

}  // namespace hourglass
