// Exposes the session's Analysis to JavaScript, as methods of Session.
#include "wasm/bindings.h"

namespace hourglass {

using emscripten::val;

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

val to_js(const ErrorRank& rank) {
  val object = val::object();
  object.set("meanSquaredError", rank.mean_squared_error);
  object.set("percentile", rank.percentile);
  return object;
}

val to_js(const CodeMap& map) {
  val object = val::object();
  object.set("points", to_js(map.points));
  return object;
}

namespace bindings {
namespace {

EMSCRIPTEN_DECLARE_VAL_TYPE(ImageStackOutcome)
EMSCRIPTEN_DECLARE_VAL_TYPE(IndicesOutcome)
EMSCRIPTEN_DECLARE_VAL_TYPE(CodeMapOutcome)
EMSCRIPTEN_DECLARE_VAL_TYPE(UnitStatisticsOutcome)
EMSCRIPTEN_DECLARE_VAL_TYPE(ErrorRankOutcome)

NumberOutcome load_reference(Session& session, const JsBytes& idx) {
  return outcome<NumberOutcome>(session.analysis().load_reference(to_bytes(idx)));
}

PixelsOutcome reference_image(Session& session, std::size_t index) {
  return outcome<PixelsOutcome>(session.analysis().reference_image(index));
}

ImageStackOutcome filters(Session& session) {
  return outcome<ImageStackOutcome>(session.analysis().filters());
}

ImageStackOutcome atoms(Session& session) {
  return outcome<ImageStackOutcome>(session.analysis().atoms());
}

ImageStackOutcome unpooled_code(Session& session, const JsPixels& pixels) {
  return outcome<ImageStackOutcome>(session.analysis().unpooled_code(to_pixels(pixels)));
}

PixelsOutcome explained_variance(Session& session) {
  return outcome<PixelsOutcome>(session.analysis().explained_variance());
}

PixelsOutcome reconstruct_first(Session& session, const JsPixels& pixels, int components) {
  return outcome<PixelsOutcome>(
      session.analysis().reconstruct_first(to_pixels(pixels), components));
}

PixelsOutcome interpolate_codes(Session& session, const JsPixels& a, const JsPixels& b, int count) {
  return outcome<PixelsOutcome>(
      session.analysis().interpolate_codes(to_pixels(a), to_pixels(b), count));
}

PixelsOutcome walk_codes(Session& session, const JsPixels& pixels, double deviation, int count,
                         double seed) {
  return outcome<PixelsOutcome>(
      session.analysis().walk_codes(to_pixels(pixels), deviation, count, to_seed(seed)));
}

PixelsOutcome blend_pixels(const Session& /*session*/, const JsPixels& a, const JsPixels& b,
                           int count) {
  return outcome<PixelsOutcome>(Analysis::blend_pixels(to_pixels(a), to_pixels(b), count));
}

PixelsOutcome walk_pixels(const Session& /*session*/, const JsPixels& pixels, double deviation,
                          int count, double seed) {
  return outcome<PixelsOutcome>(
      Analysis::walk_pixels(to_pixels(pixels), deviation, count, to_seed(seed)));
}

PixelsOutcome uniform_noise(const Session& /*session*/, int count, double seed) {
  return outcome<PixelsOutcome>(Analysis::uniform_noise(count, to_seed(seed)));
}

UnitStatisticsOutcome unit_statistics(Session& session) {
  return outcome<UnitStatisticsOutcome>(session.analysis().unit_statistics());
}

PixelsOutcome code_percentiles(Session& session) {
  return outcome<PixelsOutcome>(session.analysis().code_percentiles());
}

PixelsOutcome percentiles_of_code(Session& session, const JsPixels& code) {
  return outcome<PixelsOutcome>(session.analysis().percentiles_of_code(to_pixels(code)));
}

IndicesOutcome percentile_gallery(Session& session, int unit, const JsPixels& percentiles) {
  return outcome<IndicesOutcome>(
      session.analysis().percentile_gallery(unit, to_pixels(percentiles)));
}

ErrorRankOutcome error_percentile(Session& session, const JsPixels& pixels) {
  return outcome<ErrorRankOutcome>(session.analysis().error_percentile(to_pixels(pixels)));
}

PixelsOutcome held_out_errors(Session& session, std::size_t count) {
  return outcome<PixelsOutcome>(session.analysis().held_out_errors(count));
}

CodeMapOutcome code_map(Session& session) {
  return outcome<CodeMapOutcome>(session.analysis().code_map());
}

PixelsOutcome code_at(Session& session, float x, float y) {
  return outcome<PixelsOutcome>(session.analysis().code_at(x, y));
}

PixelsOutcome place_on_map(Session& session, const JsPixels& code) {
  return outcome<PixelsOutcome>(session.analysis().place_on_map(to_pixels(code)));
}

PixelsOutcome principal_angles(Session& session) {
  return outcome<PixelsOutcome>(session.analysis().principal_angles());
}

}  // namespace

void bind_analysis(emscripten::class_<Session>& session) {
  using emscripten::register_type;
  register_type<ImageStackOutcome>(
      "{ value: { height: number; width: number; pixels: Float32Array } } | { error: string }");
  register_type<IndicesOutcome>("{ value: Uint32Array } | { error: string }");
  register_type<CodeMapOutcome>("{ value: { points: Float32Array } } | { error: string }");
  register_type<UnitStatisticsOutcome>(
      "{ value: { meanActivation: Float32Array; activeShare: Float32Array; dead: number } } | "
      "{ error: string }");
  register_type<ErrorRankOutcome>(
      "{ value: { meanSquaredError: number; percentile: number } } | { error: string }");

  session.function("loadReference", &load_reference)
      .function("referenceImage", &reference_image)
      .function("filters", &filters)
      .function("atoms", &atoms)
      .function("unpooledCode", &unpooled_code)
      .function("explainedVariance", &explained_variance)
      .function("reconstructFirst", &reconstruct_first)
      .function("interpolateCodes", &interpolate_codes)
      .function("walkCodes", &walk_codes)
      .function("blendPixels", &blend_pixels)
      .function("walkPixels", &walk_pixels)
      .function("uniformNoise", &uniform_noise)
      .function("unitStatistics", &unit_statistics)
      .function("codePercentiles", &code_percentiles)
      .function("percentilesOfCode", &percentiles_of_code)
      .function("percentileGallery", &percentile_gallery)
      .function("errorPercentile", &error_percentile)
      .function("heldOutErrors", &held_out_errors)
      .function("codeMap", &code_map)
      .function("codeAt", &code_at)
      .function("placeOnMap", &place_on_map)
      .function("principalAngles", &principal_angles);
}

}  // namespace bindings
}  // namespace hourglass
