#include "core/io/state_dict.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/io/safetensors.h"
#include "core/models/find_model.h"
#include "core/models/presets.h"

namespace hourglass {
namespace {

using TensorShape = std::vector<std::int64_t>;

// A layer with parameters, as the file names it.
struct NamedLayer {
  std::string path;     // "encoder.0"
  std::string pattern;  // the path with # for each number: "encoder.#"
  bool is_decoder = false;
  std::vector<std::pair<std::size_t, std::string>> numbers{};  // digits and text, without zeros
  std::map<std::string, const TensorView*> tensors{};          // "weight" and "bias"

  auto position() const { return std::tie(is_decoder, numbers, path); }
};

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

NamedLayer named_layer(const std::string& path) {
  NamedLayer layer{.path = path, .pattern = {}, .is_decoder = path.contains("dec")};
  for (auto at = path.begin(); at != path.end();) {
    if (!is_digit(*at)) {
      layer.pattern += *at++;
      continue;
    }
    const auto end = std::find_if_not(at, path.end(), is_digit);
    const auto first = std::find_if(at, end, [](char digit) { return digit != '0'; });
    layer.numbers.emplace_back(end - first, std::string(first, end));
    layer.pattern += '#';
    at = end;
  }
  return layer;
}

// The file's layers in the order of the network.
Result<std::vector<NamedLayer>> read_layers(const Safetensors& file, std::string_view file_name) {
  std::map<std::string, NamedLayer> layers;
  for (const auto& [name, tensor] : file.tensors) {
    const std::size_t dot = name.rfind('.');
    const std::string kind = dot == std::string::npos ? name : name.substr(dot + 1);
    if (kind == name || (kind != "weight" && kind != "bias")) {
      return fail(file_name, ": expected only tensors named \".weight\" and \".bias\", found \"",
                  name, "\"");
    }
    const std::string path = name.substr(0, dot);
    layers.try_emplace(path, named_layer(path)).first->second.tensors[kind] = &tensor;
  }
  std::vector<NamedLayer> ordered;
  std::ranges::transform(layers, std::back_inserter(ordered),
                         &decltype(layers)::value_type::second);
  std::ranges::sort(ordered, {}, &NamedLayer::position);
  const auto unordered = std::ranges::adjacent_find(ordered, [](const auto& one, const auto& next) {
    return one.is_decoder == next.is_decoder && one.pattern != next.pattern;
  });
  if (unordered != ordered.end()) {
    return fail(file_name,
                ": expected layers whose numbers tell their order, as in \"0\", \"2\" or ",
                "\"encoder.0\", \"decoder.0\", found \"", unordered->path, "\" and \"",
                std::next(unordered)->path, "\"");
  }
  return ordered;
}

// The shapes of the parameters of each layer that has any.
using LayerShapes = std::vector<std::map<std::string, TensorShape>>;

LayerShapes shapes_of(const Network& network) {
  LayerShapes layers;
  for (std::size_t index = 0; index < network.layer_count(); ++index) {
    std::map<std::string, TensorShape> shapes;
    for (const ParameterTensor& tensor : network.layer(index).parameter_tensors()) {
      shapes[tensor.name] = {tensor.shape.begin(), tensor.shape.end()};
    }
    if (!shapes.empty()) layers.push_back(std::move(shapes));
  }
  return layers;
}

LayerShapes shapes_of(const std::vector<NamedLayer>& found) {
  LayerShapes layers;
  for (const NamedLayer& layer : found) {
    std::map<std::string, TensorShape> shapes;
    for (const auto& [name, tensor] : layer.tensors) shapes[name] = tensor->shape;
    layers.push_back(std::move(shapes));
  }
  return layers;
}

std::string text_of(const TensorShape& shape) {
  std::string text = "[";
  for (const std::int64_t extent : shape) text += concat(text.size() > 1 ? "," : "", extent);
  return text + "]";
}

// "784-128-16-784", the name of a network of dense layers with these weights.
std::string widths_of(const LayerShapes& layers) {
  std::string widths;
  for (const auto& layer : layers) {
    const auto weight = layer.find("weight");
    if (weight == layer.end() || weight->second.size() != 2) return {};
    if (widths.empty()) widths = concat(weight->second[1]);
    widths += concat('-', weight->second[0]);
  }
  return widths;
}

// Names a network for these images whose layers have these shapes, to say what a file holds
// instead.
std::string suggestion(const LayerShapes& found, Shape image) {
  std::vector<std::string> names;
  std::ranges::transform(presets(), std::back_inserter(names), &ModelSpec::name);
  names.push_back(widths_of(found));
  for (const std::string& name : names) {
    const Result<ModelSpec> spec = find_model(name, image);
    if (!spec) continue;
    const Result<Network> network = Network::create(spec->architecture);
    if (network && shapes_of(*network) == found) {
      return concat("; the file has the layers of ", name);
    }
  }
  return {};
}

// Says what differs between one layer and the layer that the file has in its place; nothing if they
// are equal.
std::string difference(const std::map<std::string, TensorShape>& expected,
                       const NamedLayer& found) {
  for (const char* name : {"weight", "bias"}) {
    const TensorShape& shape = expected.at(name);
    const auto tensor = found.tensors.find(name);
    const std::string where = concat("tensor \"", found.path, '.', name, "\": expected ");
    if (tensor == found.tensors.end()) {
      return concat(where, "this tensor in the file, found none of this name");
    }
    if (tensor->second->shape != shape) {
      return concat(where, "shape ", text_of(shape), ", found ", text_of(tensor->second->shape));
    }
  }
  return {};
}

// Says in which way the file's layers are not the expected ones; nothing if they are.
std::string difference(const LayerShapes& expected, const std::vector<NamedLayer>& found) {
  const std::size_t common = std::min(expected.size(), found.size());
  for (std::size_t number = 0; number < common; ++number) {
    std::string differs = difference(expected[number], found[number]);
    if (differs.empty()) continue;
    if (found.size() >= expected.size()) return differs;
    return concat("expected ", expected.size(), " layers with weights, found ", found.size(),
                  ": the one of shape ", text_of(expected[number].at("weight")), " before \"",
                  found[number].path, "\" is missing");
  }
  if (found.size() > common) {
    return concat("expected ", common, " layers with weights, found \"", found[common].path,
                  "\" as well");
  }
  if (expected.size() > common) {
    return concat("expected ", expected.size(), " layers with weights, found ", found.size(),
                  ": the one of shape ", text_of(expected[common].at("weight")),
                  found.empty() ? "" : concat(" after \"", found.back().path, "\""), " is missing");
  }
  return {};
}

}  // namespace

Result<Model> load_state_dict(ByteSpan bytes, std::string_view name, const ModelSpec& spec) {
  const Result<Safetensors> file = parse_safetensors(bytes, name);
  if (!file) return std::unexpected(file.error());
  const Result<std::vector<NamedLayer>> layers = read_layers(*file, name);
  if (!layers) return std::unexpected(layers.error());
  Result<Model> model = Model::create(spec);
  if (!model) return model;
  if (const std::string differs = difference(shapes_of(model->network), *layers);
      !differs.empty()) {
    return fail(name, ": ", spec.name, ": ", differs,
                suggestion(shapes_of(*layers), spec.architecture.input));
  }
  std::span<Scalar> rest = model->parameters;
  for (const NamedLayer& layer : *layers) {
    for (const char* kind : {"weight", "bias"}) {
      const TensorView& tensor = *layer.tensors.at(kind);
      const std::size_t count = tensor.bytes.size() / size_of(tensor.dtype);
      const std::string where = concat(name, ": tensor \"", layer.path, '.', kind, "\"");
      if (const Result<void> read = read_numbers(tensor, where, rest.first(count)); !read) {
        return std::unexpected(read.error());
      }
      rest = rest.subspan(count);
    }
  }
  return model;
}

}  // namespace hourglass
