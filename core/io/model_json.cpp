#include "core/io/model_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "core/io/field_reader.h"
#include "core/io/training_json.h"

namespace hourglass {
namespace {

using Json = nlohmann::json;

Shape shape_from_json(FieldReader& fields, const char* key) {
  const Json& value = fields.array(key);
  const bool fits =
      value.is_array() && value.size() == 3 && std::ranges::all_of(value, [](const Json& extent) {
        return extent.is_number_unsigned() && extent.get<std::uint64_t>() >= 1 &&
               extent.get<std::uint64_t>() <= kLongestImageSide;
      });
  if (!fits) {
    fields.complain(
        concat("expected three sizes from 1 to ", kLongestImageSide, " in \"", key, "\""));
    return {};
  }
  return {
      .channels = value[0].get<int>(), .height = value[1].get<int>(), .width = value[2].get<int>()};
}

LayerSpec layer_from_json(FieldReader& fields, const Json& value) {
  const std::string type = value.is_object() && value.contains("type") && value["type"].is_string()
                               ? value["type"].get<std::string>()
                               : "nothing";
  const Result<LayerType> known = parse_name<LayerType>("layer type", type);
  if (!known) {
    fields.complain(known.error().message);
    return {.type = LayerType::kRelu};
  }
  LayerSpec layer{.type = *known};
  for (const auto& [name, size] : sizes_of(*known)) {
    const auto entry = value.find(name);
    if (entry != value.end() && entry->is_number_integer() &&
        std::in_range<int>(entry->get<std::int64_t>())) {
      layer.*size = entry->get<int>();
    } else {
      fields.complain(concat("expected a whole number of \"", name, "\" in a ", type, " layer"));
    }
  }
  if (const auto ceil = value.find("ceil"); ceil != value.end() && ceil->is_boolean()) {
    layer.ceil = ceil->get<bool>();
  }
  return layer;
}

Json layer_to_json(const LayerSpec& layer) {
  Json entry{{"type", to_string(layer.type)}};
  for (const auto& [name, size] : sizes_of(layer.type)) entry[name] = layer.*size;
  if (layer.type == LayerType::kMaxPool2d) entry["ceil"] = layer.ceil;
  return entry;
}

Json shape_to_json(Shape shape) {
  if (shape.height == 1 && shape.width == 1) return {shape.channels};
  return {shape.channels, shape.height, shape.width};
}

bool is_activation(LayerType type) {
  return type == LayerType::kRelu || type == LayerType::kSigmoid;
}

}  // namespace

Json architecture_to_json(const ModelSpec& spec) {
  const Architecture& architecture = spec.architecture;
  Json layers = Json::array();
  for (const LayerSpec& layer : architecture.layers) layers.push_back(layer_to_json(layer));
  const Shape input = architecture.input;
  return {{"name", spec.name},
          {"fit", to_string(spec.fit)},
          {"input", {input.channels, input.height, input.width}},
          {"layers", std::move(layers)},
          {"encoder_layers", architecture.encoder_layers}};
}

Result<ModelSpec> architecture_from_json(const std::string& text, std::string_view where) {
  FieldReader fields(text, where);
  ModelSpec spec{.name = fields.text("name"), .architecture = {}};
  spec.fit = fields.named<Fit>("fit");
  spec.architecture.input = shape_from_json(fields, "input");
  for (const Json& layer : fields.array("layers")) {
    spec.architecture.layers.push_back(layer_from_json(fields, layer));
  }
  spec.architecture.encoder_layers = fields.integer<int>("encoder_layers");
  return fields.finish(std::move(spec));
}

Json spectrum_to_json(const PcaSpectrum& spectrum) {
  return {{"variances", spectrum.variances}, {"total_variance", spectrum.total_variance}};
}

Result<PcaSpectrum> spectrum_from_json(const std::string& text, std::string_view where) {
  FieldReader fields(text, where);
  PcaSpectrum spectrum{.variances = {}, .total_variance = fields.number("total_variance")};
  for (const Json& variance : fields.array("variances")) {
    if (!variance.is_number()) {
      fields.complain("expected numbers in \"variances\"");
      break;
    }
    spectrum.variances.push_back(variance.get<double>());
  }
  return fields.finish(std::move(spectrum));
}

Json summary_to_json(const Model& model) {
  Json layers = Json::array();
  std::size_t multiply_adds = 0;
  for (std::size_t index = 0; index < model.network.layer_count(); ++index) {
    const Layer& layer = model.network.layer(index);
    if (is_activation(layer.type()) && !layers.empty() &&
        layers.back()["activation"] == "identity") {
      layers.back()["activation"] = to_string(layer.type());
      continue;
    }
    multiply_adds += layer.multiply_adds();
    Json entry = layer_to_json(model.spec.architecture.layers[index]);
    entry.update({{"index", index},
                  {"activation", "identity"},
                  {"input_shape", shape_to_json(layer.input_shape())},
                  {"output_shape", shape_to_json(layer.output_shape())},
                  {"parameters", layer.parameter_count()}});
    for (const ParameterTensor& tensor : layer.parameter_tensors()) {
      entry[tensor.name + "_shape"] = tensor.shape;
    }
    layers.push_back(std::move(entry));
  }
  const Json architecture = architecture_to_json(model.spec);
  const Shape code = model.network.code_shape();
  const auto code_size = static_cast<std::size_t>(model.network.code_size());
  const std::size_t passed_on = code_size + model.network.switch_count();
  return {{"name", model.spec.name},
          {"code_size", code_size},
          {"code_shape", {code.channels, code.height, code.width}},
          {"encoder_layers", architecture["encoder_layers"]},
          {"switches", model.network.switch_count()},
          {"code_bytes", sizeof(float) * passed_on},
          {"decodes_alone", model.decodes_from_code_alone()},
          {"parameters", model.parameter_count()},
          {"multiply_adds", multiply_adds},
          {"loss", to_string(model.spec.recipe.loss)},
          {"noise", to_string(model.spec.recipe.noise)},
          {"fit", architecture["fit"]},
          {"recipe", recipe_to_json(model.spec.recipe)},
          {"layers", std::move(layers)}};
}

}  // namespace hourglass
