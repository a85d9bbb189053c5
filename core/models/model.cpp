#include "core/models/model.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/base/text.h"

namespace hourglass {
namespace {

// Runs layers [first, last) on the inputs, in chunks.
Result<std::vector<Scalar>> run(const Model& model, std::span<const Scalar> inputs,
                                std::size_t first, std::size_t last, std::string_view kind) {
  Workspace workspace;
  workspace.prepare(model.network, 0);
  const auto input_size = static_cast<std::size_t>(workspace.activation(first).rows());
  const auto output_size = static_cast<std::size_t>(workspace.activation(last).rows());
  if (inputs.size() % input_size != 0) {
    return fail(model.spec.name, ": expected ", kind, " of ", input_size, " numbers each, found ",
                inputs.size(), " numbers");
  }
  const std::size_t count = inputs.size() / input_size;
  std::vector<Scalar> outputs(count * output_size);
  const auto chunk = static_cast<std::size_t>(model.network.chunk_size());
  for (std::size_t begin = 0; begin < count; begin += chunk) {
    const std::size_t columns = std::min(chunk, count - begin);
    workspace.prepare(model.network, static_cast<int>(columns));
    std::copy_n(inputs.begin() + static_cast<std::ptrdiff_t>(begin * input_size),
                columns * input_size, workspace.write_activation(first).data());
    model.network.forward(model.parameters, workspace, first, last);
    std::copy_n(workspace.activation(last).data(), columns * output_size,
                outputs.begin() + static_cast<std::ptrdiff_t>(begin * output_size));
  }
  return outputs;
}

// Checks that a PCA is two dense layers, as fit_pca needs, with a code no wider than the image.
Result<void> check_fit(const ModelSpec& spec) {
  const std::vector<LayerSpec>& layers = spec.architecture.layers;
  const bool is_linear = layers.size() == 2 && layers[0].type == LayerType::kDense &&
                         layers[1].type == LayerType::kDense;
  if (spec.fit != Fit::kPca || (is_linear && layers[0].outputs <= layers[1].outputs)) return {};
  return fail(spec.name,
              ": expected PCA to be two dense layers, to a code no wider than the image and "
              "back");
}

}  // namespace

std::string_view to_string(Fit fit) {
  switch (fit) {
    case Fit::kGradient:
      return "gradient";
    case Fit::kPca:
      return "pca";
    case Fit::kNone:
      return "none";
  }
  return {};
}

Result<Model> Model::create(const ModelSpec& spec) {
  constexpr std::size_t kLongestName = 1000;
  if (spec.name.empty() || spec.name.size() > kLongestName || printable(spec.name) != spec.name) {
    return fail("expected a model's name of 1 to ", kLongestName,
                " bytes without control characters, found one of ", spec.name.size(), " bytes");
  }
  Result<Network> network = Network::create(spec.architecture);
  if (!network) return fail(spec.name, ": ", network.error().message);
  if (const Result<void> fit = check_fit(spec); !fit) return std::unexpected(fit.error());
  if (const Result<void> recipe = check_recipe(spec); !recipe) {
    return std::unexpected(recipe.error());
  }
  Model model{.spec = spec, .network = std::move(*network)};
  model.parameters.resize(model.network.parameter_count());
  return model;
}

double PcaSpectrum::explained() const {
  return std::accumulate(variances.begin(), variances.end(), 0.0) / total_variance;
}

void Model::initialise(std::uint64_t seed) {
  Random random(seed, Purpose::kInitialisation, 0);
  network.initialise(parameters, random);
}

std::size_t Model::parameter_count() const {
  if (spec.fit != Fit::kPca) return network.parameter_count();
  const auto pixels = static_cast<std::size_t>(network.input_size());
  return pixels + pixels * static_cast<std::size_t>(network.code_size());
}

bool Model::has_logits() const {
  return spec.architecture.layers.back().type == LayerType::kSigmoid;
}

Result<void> check_recipe(const ModelSpec& spec) {
  if (const Result<void> settings = check_settings(spec.recipe); !settings) return settings;
  const LayerType output = spec.architecture.layers.back().type;
  const Loss loss = spec.recipe.loss;
  if (takes_logits(loss) && output != LayerType::kSigmoid) {
    return fail(spec.name, ": expected a sigmoid output for the loss ", to_string(loss), ", found ",
                to_string(output), "; use mse");
  }
  return {};
}

Result<void> check_image(const Model& model, std::span<const Scalar> pixels) {
  if (std::cmp_equal(pixels.size(), model.network.input_size())) return {};
  return fail("image: expected ", model.network.input_size(), " pixels, found ", pixels.size());
}

Result<void> check_shape(const Model& model, const Shape& image) {
  const Shape& expected = model.spec.architecture.input;
  const bool are_pictures = expected.is_image() && image.is_image();
  if (are_pictures ? expected == image : expected.size() == image.size()) return {};
  return fail(model.spec.name, ": expected images of ", image_text(expected), " pixels, found ",
              image_text(image));
}

Result<void> check_images(const Model& model, const Dataset& images) {
  if (const Result<void> fits = check_shape(model, images.shape); !fits) return fits;
  if (images.count() == 0) {
    return fail(model.spec.name, ": expected at least one image, found none");
  }
  return {};
}

Result<std::vector<Scalar>> encode(const Model& model, std::span<const Scalar> images) {
  return run(model, images, 0, model.network.code_index(), "images");
}

Result<std::vector<Scalar>> decode(const Model& model, std::span<const Scalar> codes) {
  if (!model.decodes_from_code_alone()) {
    return fail(model.spec.name,
                " cannot be decoded from its code alone: its decoder needs the encoder's pooling "
                "switches");
  }
  return run(model, codes, model.network.code_index(), model.network.layer_count(), "codes");
}

Result<std::vector<Scalar>> reconstruct(const Model& model, std::span<const Scalar> images) {
  return run(model, images, 0, model.network.layer_count(), "images");
}

}  // namespace hourglass
