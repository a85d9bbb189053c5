#include "core/io/model_json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "core/io/json.h"

namespace hourglass {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::pair<Fit, std::string_view>, 3> kFitNames{
    {{Fit::kGradient, "gradient"}, {Fit::kPca, "pca"}, {Fit::kNone, "none"}}};

// Reads the fields of one JSON object and keeps the first error, so that a caller can read all
// fields and check for an error once at the end.
class FieldReader {
 public:
  FieldReader(const std::string& text, std::string_view where)
      : object_(parse_json(text)), where_(where) {
    if (!object_.is_object()) complain("expected a JSON object");
  }

  const Json& any(const char* key) {
    static const Json kNothing;
    if (!object_.is_object()) return kNothing;
    const auto found = object_.find(key);
    return found == object_.end() ? kNothing : *found;
  }

  std::string text(const char* key) {
    const Json& value = any(key);
    if (value.is_string()) return value.get<std::string>();
    complain(concat("expected text in \"", key, "\""));
    return {};
  }

  // Reads a field by one of the functions below, or returns `otherwise` if an older file lacks it.
  template <class T>
  T optional(const char* key, T (FieldReader::*read)(const char*), const T& otherwise) {
    return any(key).is_null() ? otherwise : (this->*read)(key);
  }

  bool flag(const char* key) {
    const Json& value = any(key);
    if (value.is_boolean()) return value.get<bool>();
    complain(concat("expected true or false in \"", key, "\""));
    return false;
  }

  double number(const char* key) {
    const Json& value = any(key);
    if (value.is_number()) return value.get<double>();
    complain(concat("expected a number in \"", key, "\""));
    return 0;
  }

  // A whole number from 0 to the maximum of Integer.
  template <class Integer>
  Integer integer(const char* key) {
    const Json& value = any(key);
    if (value.is_number_unsigned() && std::in_range<Integer>(value.get<std::uint64_t>())) {
      return static_cast<Integer>(value.get<std::uint64_t>());
    }
    complain(concat("expected a whole number in \"", key, "\""));
    return 0;
  }

  const Json& array(const char* key) {
    const Json& value = any(key);
    if (!value.is_array()) complain(concat("expected a list in \"", key, "\""));
    return value;
  }

  void complain(std::string_view what) {
    if (problem_.empty()) problem_ = concat(where_, ": ", what);
  }

  template <class T>
  Result<T> finish(T value) const {
    if (!problem_.empty()) return fail(problem_);
    return value;
  }

 private:
  Json object_;
  std::string where_;
  std::string problem_;
};

Shape shape_from_json(FieldReader& fields, const char* key) {
  const Json& value = fields.array(key);
  const bool fits =
      value.is_array() && value.size() == 3 && std::ranges::all_of(value, [](const Json& extent) {
        return extent.is_number_unsigned() && extent.get<std::uint64_t>() >= 1 &&
               extent.get<std::uint64_t>() <= 4096;
      });
  if (!fits) {
    fields.complain(concat("expected three sizes from 1 to 4096 in \"", key, "\""));
    return {};
  }
  return {
      .channels = value[0].get<int>(), .height = value[1].get<int>(), .width = value[2].get<int>()};
}

// The sizes that each type of layer stores in a file.
struct LayerField {
  const char* name;
  int LayerSpec::* size;
};

std::span<const LayerField> fields_of(LayerType type) {
  static constexpr LayerField kConvolution[] = {{"outputs", &LayerSpec::outputs},
                                                {"kernel", &LayerSpec::kernel},
                                                {"stride", &LayerSpec::stride},
                                                {"padding", &LayerSpec::padding}};
  static constexpr LayerField kFactor[] = {{"factor", &LayerSpec::factor}};
  const std::span<const LayerField> convolution(kConvolution);
  switch (type) {
    case LayerType::kDense:
      return convolution.first(1);
    case LayerType::kConv2d:
    case LayerType::kConvTranspose2d:
      return convolution;
    case LayerType::kMaxPool2d:
      return convolution.subspan(1, 1);
    case LayerType::kUpsample2d:
      return kFactor;
    default:
      return {};
  }
}

LayerSpec layer_from_json(FieldReader& fields, const Json& value) {
  const std::string type = value.is_object() && value.contains("type") && value["type"].is_string()
                               ? value["type"].get<std::string>()
                               : "nothing";
  const Result<LayerType> known = parse_layer_type(type);
  if (!known) {
    fields.complain(known.error().message);
    return {.type = LayerType::kRelu};
  }
  LayerSpec layer{.type = *known};
  for (const auto& [name, size] : fields_of(*known)) {
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
  for (const auto& [name, size] : fields_of(layer.type)) entry[name] = layer.*size;
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
  return {
      {"name", spec.name},
      {"fit",
       std::ranges::find(kFitNames, spec.fit, &std::pair<Fit, std::string_view>::first)->second},
      {"input", {input.channels, input.height, input.width}},
      {"layers", std::move(layers)},
      {"encoder_layers", architecture.encoder_layers}};
}

Result<ModelSpec> architecture_from_json(const std::string& text, std::string_view where) {
  FieldReader fields(text, where);
  ModelSpec spec{.name = fields.text("name"), .architecture = {}};
  const std::string fit = fields.text("fit");
  const auto* const known =
      std::ranges::find(kFitNames, fit, &std::pair<Fit, std::string_view>::second);
  if (known == kFitNames.end()) {
    fields.complain(concat("expected the fit gradient, pca or none, found \"", fit, "\""));
  } else {
    spec.fit = known->first;
  }
  spec.architecture.input = shape_from_json(fields, "input");
  for (const Json& layer : fields.array("layers")) {
    spec.architecture.layers.push_back(layer_from_json(fields, layer));
  }
  spec.architecture.encoder_layers = fields.integer<int>("encoder_layers");
  return fields.finish(std::move(spec));
}

Json recipe_to_json(const Recipe& recipe) {
  return {{"loss", to_string(recipe.loss)},
          {"learning_rate", recipe.learning_rate},
          {"batch", recipe.batch},
          {"epochs", recipe.epochs},
          {"noise", to_string(recipe.noise)},
          {"l1", recipe.l1},
          {"schedule", to_string(recipe.schedule)},
          {"warmup", recipe.warmup},
          {"weight_decay", recipe.weight_decay},
          {"early_stopping", recipe.early_stopping},
          {"optimizer", recipe.weight_decay > 0 ? "adamw" : "adam"}};
}

Result<Recipe> recipe_from_json(const std::string& text, std::string_view where) {
  FieldReader fields(text, where);
  Recipe recipe{.learning_rate = fields.number("learning_rate"),
                .batch = fields.integer<int>("batch"),
                .epochs = fields.integer<int>("epochs"),
                .l1 = fields.number("l1"),
                .warmup = fields.optional("warmup", &FieldReader::number, 0.0),
                .weight_decay = fields.optional("weight_decay", &FieldReader::number, 0.0),
                .early_stopping = fields.optional("early_stopping", &FieldReader::integer<int>, 0)};
  if (const Result<Loss> loss = parse_loss(fields.text("loss"))) {
    recipe.loss = *loss;
  } else {
    fields.complain(loss.error().message);
  }
  if (const Result<Noise> noise = parse_noise(fields.text("noise"))) {
    recipe.noise = *noise;
  } else {
    fields.complain(noise.error().message);
  }
  const std::string schedule =
      fields.optional("schedule", &FieldReader::text, std::string(to_string(recipe.schedule)));
  if (const Result<Schedule> known = parse_schedule(schedule)) {
    recipe.schedule = *known;
  } else {
    fields.complain(known.error().message);
  }
  return fields.finish(recipe);
}

namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

// A path may hold any bytes, but JSON text is UTF-8, so "%" and bytes beyond ASCII become "%25",
// "%E9" and so on (as in RFC 3986, 2.1).
std::string escaped_path(std::string_view path) {
  std::string text;
  for (const char letter : path) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool is_escaped = letter == '%' || byte >= 0x80;
    text += is_escaped ? '%' : letter;
    if (!is_escaped) continue;
    text += kHexDigits[byte >> 4];
    text += kHexDigits[byte & 15];
  }
  return text;
}

std::string unescaped_path(std::string_view text) {
  std::string path;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char letter = text[i];
    if (letter == '%' && text.size() - i > 2) {
      const std::size_t high = kHexDigits.find(text[i + 1]);
      const std::size_t low = kHexDigits.find(text[i + 2]);
      if (high < 16 && low < 16) {
        letter = static_cast<char>(high * 16 + low);
        i += 2;
      }
    }
    path += letter;
  }
  return path;
}

Json run_to_json(const RunRecord& run) {
  Json fields{{"pixels_crc32", run.pixels_crc32},
              {"float16", run.float16},
              {"keep_optimizer", run.keep_optimizer}};
  if (!run.data.empty()) fields["data"] = escaped_path(run.data);
  if (!run.out.empty()) fields["out"] = escaped_path(run.out);
  if (!run.log.empty()) fields["log"] = escaped_path(run.log);
  return fields;
}

Result<RunRecord> run_from_json(const std::string& text, std::string_view where) {
  FieldReader fields(text, where);
  const std::string none;
  RunRecord run{.pixels_crc32 = fields.integer<std::uint32_t>("pixels_crc32"),
                .data = unescaped_path(fields.optional("data", &FieldReader::text, none)),
                .out = unescaped_path(fields.optional("out", &FieldReader::text, none)),
                .log = unescaped_path(fields.optional("log", &FieldReader::text, none)),
                .float16 = fields.flag("float16"),
                .keep_optimizer = fields.flag("keep_optimizer")};
  return fields.finish(std::move(run));
}

}  // namespace

Json training_to_json(const TrainingState& state) {
  Json history = Json::array();
  for (const EpochRecord& epoch : state.history) {
    Json entry{{"loss", epoch.loss}};
    if (epoch.validation_loss) entry["validation_loss"] = *epoch.validation_loss;
    if (epoch.explained_variance) entry["explained_variance"] = *epoch.explained_variance;
    history.push_back(std::move(entry));
  }
  Json training{{"seed", state.seed},           {"step", state.step},
                {"images", state.images},       {"validation_images", state.validation_images},
                {"threads", state.threads},     {"epoch_loss", state.epoch_loss},
                {"history", std::move(history)}};
  if (state.best_epoch > 0) training["best_epoch"] = state.best_epoch;
  if (state.run) training["run"] = run_to_json(*state.run);
  return training;
}

Result<TrainingState> training_from_json(const std::string& text, std::string_view where) {
  FieldReader fields(text, where);
  TrainingState state{.seed = fields.integer<std::uint64_t>("seed"),
                      .step = fields.integer<std::int64_t>("step"),
                      .images = fields.integer<std::size_t>("images"),
                      .validation_images = fields.integer<std::size_t>("validation_images"),
                      .threads = fields.integer<int>("threads"),
                      .epoch_loss = fields.number("epoch_loss"),
                      .best_epoch = fields.optional(
                          "best_epoch", &FieldReader::integer<std::size_t>, std::size_t{0})};
  for (const Json& entry : fields.array("history")) {
    if (!entry.is_object() || !entry.contains("loss") || !entry["loss"].is_number()) {
      fields.complain("expected a \"loss\" in every entry of \"history\"");
      break;
    }
    const auto optional = [&entry](const char* key) -> std::optional<double> {
      const auto found = entry.find(key);
      if (found == entry.end() || !found->is_number()) return std::nullopt;
      return found->get<double>();
    };
    state.history.push_back({.loss = entry["loss"].get<double>(),
                             .validation_loss = optional("validation_loss"),
                             .explained_variance = optional("explained_variance")});
  }
  if (state.best_epoch > state.history.size() ||
      (state.best_epoch > 0 && !state.history[state.best_epoch - 1].validation_loss)) {
    fields.complain(
        concat("expected \"best_epoch\" to be one of the history with a validation "
               "loss, found ",
               state.best_epoch));
  }
  if (const Json& run = fields.any("run"); !run.is_null()) {
    Result<RunRecord> record = run_from_json(run.dump(), concat(where, ": run"));
    if (!record) return std::unexpected(record.error());
    state.run = std::move(*record);
  }
  return fields.finish(std::move(state));
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
  for (std::size_t index = 0; index < model.network.layer_count(); ++index) {
    const Layer& layer = model.network.layer(index);
    if (is_activation(layer.type()) && !layers.empty() &&
        layers.back()["activation"] == "identity") {
      layers.back()["activation"] = to_string(layer.type());
      continue;
    }
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
  return {{"name", model.spec.name},
          {"code_size", model.network.code_size()},
          {"code_shape", {code.channels, code.height, code.width}},
          {"encoder_layers", architecture["encoder_layers"]},
          {"switches", model.network.switch_count()},
          {"decodes_alone", model.decodes_from_code_alone()},
          {"parameters", model.parameter_count()},
          {"loss", to_string(model.spec.recipe.loss)},
          {"noise", to_string(model.spec.recipe.noise)},
          {"fit", architecture["fit"]},
          {"recipe", recipe_to_json(model.spec.recipe)},
          {"layers", std::move(layers)}};
}

}  // namespace hourglass
