#include "core/analysis/units.h"

#include <limits>

#include "core/analysis/chunks.h"

namespace hourglass {
namespace {

using Row = Eigen::Array<Scalar, Eigen::Dynamic, 1>;

// Sums (and extremes) of each code unit over a part of the images.
struct UnitSums {
  Eigen::ArrayXd activation;
  Eigen::ArrayXd active;
  Row minimum;
  Row maximum;

  explicit UnitSums(int units)
      : activation(Eigen::ArrayXd::Zero(units)),
        active(Eigen::ArrayXd::Zero(units)),
        minimum(Row::Constant(units, std::numeric_limits<Scalar>::max())),
        maximum(-minimum) {}

  void add(const ConstMatrixView& codes) {
    activation += codes.cast<double>().rowwise().sum().array();
    active += (codes.array() != Scalar(0)).cast<double>().rowwise().sum();
    minimum = minimum.min(codes.rowwise().minCoeff().array());
    maximum = maximum.max(codes.rowwise().maxCoeff().array());
  }

  void add(const UnitSums& others) {
    activation += others.activation;
    active += others.active;
    minimum = minimum.min(others.minimum);
    maximum = maximum.max(others.maximum);
  }

  UnitStatistics over(std::size_t images) const {
    const Eigen::ArrayXd mean = activation / static_cast<double>(images);
    const Eigen::ArrayXd share = active / static_cast<double>(images);
    return {.mean_activation = {mean.begin(), mean.end()},
            .active_share = {share.begin(), share.end()},
            .dead = static_cast<int>((maximum - minimum < kDeadRange).count())};
  }
};

}  // namespace

Result<UnitStatistics> code_statistics(const Model& model, const Dataset& dataset,
                                       ThreadTeam& team) {
  const std::size_t code = model.network.code_index();
  std::vector<UnitSums> shares(static_cast<std::size_t>(team.size()),
                               UnitSums(model.network.code_size()));
  const Result<void> done = for_each_chunk(
      model, dataset, code, team, [&](int member, std::size_t /*first*/, Workspace& workspace) {
        shares[static_cast<std::size_t>(member)].add(read_only(workspace.activation(code)));
      });
  if (!done) return std::unexpected(done.error());
  for (std::size_t other = 1; other < shares.size(); ++other) shares[0].add(shares[other]);
  return shares[0].over(dataset.count());
}

UnitStatistics code_statistics(std::span<const Scalar> codes, int units) {
  const std::size_t images = codes.size() / static_cast<std::size_t>(units);
  UnitSums sums(units);
  sums.add(ConstMatrixView(codes.data(), units, static_cast<Eigen::Index>(images)));
  return sums.over(images);
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

Result<ImageStack> unpooled_code(const Model& model, std::span<const Scalar> image) {
  const Network& network = model.network;
  const std::size_t code = network.code_index();
  if (network.layer(code).type() != LayerType::kMaxUnpool2d) {
    return fail(model.spec.name, ": expected a decoder that begins with max_unpool2d, found ",
                to_string(network.layer(code).type()));
  }
  if (image.size() != static_cast<std::size_t>(network.input_size())) {
    return fail("image: expected ", network.input_size(), " pixels, found ", image.size());
  }
  Workspace workspace;
  workspace.prepare(network, 1);
  workspace.activation(0) = ConstMatrixView(image.data(), network.input_size(), 1);
  network.forward(model.parameters, workspace, 0, code + 1);
  const Shape shape = network.layer(code).output_shape();
  const MatrixView maps = workspace.activation(code + 1);
  return ImageStack{.height = shape.height,
                    .width = shape.width,
                    .pixels = {maps.data(), maps.data() + maps.size()}};
}

}  // namespace hourglass
