// What JavaScript sees of Session.
#include "wasm/bindings.h"

#include "core/analysis/components.h"
#include "core/analysis/percentiles.h"
#include "core/analysis/units.h"
#include "core/analysis/walk.h"
#include "core/data/digit_image.h"
#include "core/data/idx.h"

namespace hourglass {

val to_js(const Comparison& comparison) {
  val object = val::object();
  object.set("difference", to_js(comparison.difference));
  object.set("meanSquaredError", comparison.mean_squared_error);
  return object;
}

val to_js(const Look& look) {
  val object = to_js(look.comparison);
  object.set("code", to_js(look.code));
  object.set("rebuilt", to_js(look.rebuilt));
  return object;
}

val to_js(const FineTuneReport& report) {
  val object = val::object();
  object.set("step", static_cast<double>(report.step));
  object.set("epoch", static_cast<double>(report.epoch));
  object.set("loss", report.loss);
  return object;
}

val to_js(const UnitStatistics& statistics) {
  val object = val::object();
  object.set("meanActivation", to_js(statistics.mean_activation));
  object.set("activeShare", to_js(statistics.active_share));
  object.set("dead", statistics.dead);
  return object;
}

val to_js(const ImageStack& stack) {
  val object = val::object();
  object.set("height", stack.height);
  object.set("width", stack.width);
  object.set("pixels", to_js(stack.pixels));
  return object;
}

val to_js(const Neighbours& neighbours) {
  val object = val::object();
  object.set("images", to_js(neighbours.images));
  object.set("distances", to_js(neighbours.distances));
  return object;
}

val to_js(const ErrorRank& rank) {
  val object = val::object();
  object.set("meanSquaredError", rank.mean_squared_error);
  object.set("percentile", rank.percentile);
  return object;
}

namespace bindings {

val success(const val& value) {
  val object = val::object();
  object.set("value", value);
  return object;
}

val failure(const Error& error) {
  val object = val::object();
  object.set("error", error.message);
  return object;
}

namespace {

template <class T>
const T* found(const Result<const T*>& result, val& error) {
  if (result) return *result;
  error = failure(result.error());
  return nullptr;
}

}  // namespace

template <>
const Model* subject(Session& session, val& error) {
  return found(session.model(), error);
}

template <>
const Codes* subject(Session& session, val& error) {
  return found(session.analysis().codes(), error);
}

template <>
const CodeMap* subject(Session& session, val& error) {
  return found(session.analysis().map(), error);
}

namespace {

// Registers the TypeScript type of Outcome<T>; `value` is that of T.
template <class T>
void register_outcome(const std::string& value) {
  emscripten::register_type<Outcome<T>>(
      concat("{ value: ", value, " } | { error: string }").c_str());
}

std::shared_ptr<ThreadTeam> make_team(int size) { return std::make_shared<ThreadTeam>(size); }

const std::vector<Scalar>& map_points(const CodeMap& map) { return map.points; }
Result<Bytes> parse_labels(ByteSpan idx) { return parse_idx_labels(idx, "labels"); }

void register_types() {
  register_outcome<void>("null");
  register_outcome<std::size_t>("number");
  register_outcome<std::string>("string");
  register_outcome<Bytes>("Uint8Array");
  register_outcome<std::vector<std::uint32_t>>("Uint32Array");
  register_outcome<std::vector<Scalar>>("Float32Array");
  register_outcome<std::vector<double>>("Float32Array");
  register_outcome<Comparison>("{ difference: Float32Array; meanSquaredError: number }");
  register_outcome<Look>(
      "{ code: Float32Array; rebuilt: Float32Array; difference: Float32Array; "
      "meanSquaredError: number }");
  register_outcome<FineTuneReport>("{ step: number; epoch: number; loss: number }");
  register_outcome<UnitStatistics>(
      "{ meanActivation: Float32Array; activeShare: Float32Array; dead: number }");
  register_outcome<ImageStack>("{ height: number; width: number; pixels: Float32Array }");
  register_outcome<Neighbours>("{ images: Uint32Array; distances: Float32Array }");
  register_outcome<ErrorRank>("{ meanSquaredError: number; percentile: number }");
  emscripten::register_type<JsBytes>("Uint8Array");
  emscripten::register_type<JsPixels>("Float32Array");
  emscripten::register_type<JsFineTuneOptions>(
      "{ learningRate: number; batch: number; noise: string; seed: number; share: number }");
}

// Functions of the model alone.
void bind_model_functions(emscripten::class_<Session>& session) {
  session.function("summary", call<&summary_text>)
      .function("look", call<&look>)
      .function("encode", call<&encode>)
      .function("decode", call<&decode>)
      .function("reconstruct", call<&reconstruct>)
      .function("filters", call<&first_layer_filters>)
      .function("atoms", call<&decoder_atoms>)
      .function("layerOutput", call<&layer_output>)
      .function("explainedVariance", call<&explained_variance>)
      .function("reconstructFirst", call<&reconstruct_first>)
      .function("interpolateCodes", call<&interpolate_codes>)
      .function("walkCodes", call<&walk_codes>)
      .function("walkWeights", call<&walk_weights>);
}

// Functions of the model and other images.
void bind_analysis(emscripten::class_<Session>& session) {
  session.function("loadReference", call<&Analysis::load_reference>)
      .function("referenceImage", call<&Analysis::reference_image>)
      .function("unitStatistics", call<&unit_statistics>)
      .function("codePercentiles", call<&code_percentiles>)
      .function("percentilesOfCode", call<&percentiles_of_code>)
      .function("quantisedCodes", call<&quantised_codes>)
      .function("percentileImages", call<&percentile_images>)
      .function("nearestCodes", call<&nearest_codes>)
      .function("nearestImages", call<&Analysis::nearest_images>)
      .function("errorPercentile", call<&Analysis::error_percentile>)
      .function("heldOutErrors", call<&Analysis::held_out_errors>)
      .function("codeMap", call<&map_points>)
      .function("codeAt", call<&code_at>)
      .function("placeOnMap", call<&place_on_map>)
      .function("principalAngles", call<&Analysis::principal_angles>);
}

}  // namespace

EMSCRIPTEN_BINDINGS(hourglass) {
  register_types();

  emscripten::class_<ThreadTeam>("ThreadTeam")
      .smart_ptr_constructor("ThreadTeam", &make_team)
      .function("size", &ThreadTeam::size);

  emscripten::class_<Session> session("Session");
  session.constructor<>()
      .constructor<std::shared_ptr<ThreadTeam>>()
      .function("createModel", call<&Session::create_model>)
      .function("loadCheckpoint", call<&Session::load_checkpoint>)
      .function("saveCheckpoint", call<&Session::save_checkpoint>)
      .function("saveOnnx", call<&Session::save_onnx>)
      .function("fitPca", call<&Session::fit_pca>)
      .function("loadImages", call<&Session::load_images>)
      .function("addDrawings", call<&Session::add_drawings>)
      .function("image", call<&Session::image>)
      .function("startFineTuning", call<&Session::start_fine_tuning>)
      .function("fineTune", call<&Session::fine_tune>)
      .function("resumeTraining", call<&Session::resume_training>)
      .function("changeRecipe", call<&Session::change_recipe>)
      .function("normalise", call<&normalise_drawing>)
      .function("corrupt", call<&corrupted>)
      .function("compare", call<&compare>)
      .function("blendPixels", call<&blend_pixels>)
      .function("walkPixels", call<&walk_digit>)
      .function("uniformNoise", call<&uniform_noise>)
      .function("labels", call<&parse_labels>);
  bind_model_functions(session);
  bind_analysis(session);
}

}  // namespace bindings
}  // namespace hourglass
