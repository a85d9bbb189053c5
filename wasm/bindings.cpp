// Exposes Session to JavaScript; analysis_bindings.cpp exposes its Analysis.
#include "wasm/bindings.h"

namespace hourglass {

using emscripten::val;

val to_js(const Comparison& comparison) {
  val object = val::object();
  object.set("difference", to_js(comparison.difference));
  object.set("meanSquaredError", comparison.mean_squared_error);
  return object;
}

val to_js(const FineTuneReport& report) {
  val object = val::object();
  object.set("step", static_cast<double>(report.step));
  object.set("epoch", static_cast<double>(report.epoch));
  object.set("loss", report.loss);
  return object;
}

namespace bindings {
namespace {

EMSCRIPTEN_DECLARE_VAL_TYPE(TextOutcome)
EMSCRIPTEN_DECLARE_VAL_TYPE(BytesOutcome)
EMSCRIPTEN_DECLARE_VAL_TYPE(ComparisonOutcome)
EMSCRIPTEN_DECLARE_VAL_TYPE(FineTuneOutcome)
EMSCRIPTEN_DECLARE_VAL_TYPE(JsFineTuneOptions)

FineTuneOptions to_options(const JsFineTuneOptions& options) {
  return {.learning_rate = options["learningRate"].as<double>(),
          .batch = options["batch"].as<int>(),
          .noise = options["noise"].as<std::string>(),
          .seed = to_seed(options["seed"].as<double>()),
          .share = options["share"].as<double>()};
}

std::shared_ptr<ThreadTeam> make_team(int size) { return std::make_shared<ThreadTeam>(size); }

NothingOutcome create_model(Session& session, const std::string& name, double seed) {
  return outcome<NothingOutcome>(session.create_model(name, to_seed(seed)));
}

NothingOutcome load_checkpoint(Session& session, const JsBytes& bytes) {
  return outcome<NothingOutcome>(session.load_checkpoint(to_bytes(bytes)));
}

BytesOutcome save_checkpoint(const Session& session) {
  return outcome<BytesOutcome>(session.save_checkpoint());
}

TextOutcome summary(const Session& session) { return outcome<TextOutcome>(session.summary()); }

PixelsOutcome normalise(const Session& /*session*/, const JsBytes& grey, int width, int height) {
  return outcome<PixelsOutcome>(Session::normalise(to_bytes(grey), width, height));
}

PixelsOutcome corrupt(const Session& /*session*/, const JsPixels& pixels, const std::string& noise,
                      double seed) {
  return outcome<PixelsOutcome>(Session::corrupt(to_pixels(pixels), noise, to_seed(seed)));
}

ComparisonOutcome compare(const Session& /*session*/, const JsPixels& rebuilt,
                          const JsPixels& target) {
  return outcome<ComparisonOutcome>(Session::compare(to_pixels(rebuilt), to_pixels(target)));
}

PixelsOutcome encode(const Session& session, const JsPixels& pixels) {
  return outcome<PixelsOutcome>(session.encode(to_pixels(pixels)));
}

PixelsOutcome decode(const Session& session, const JsPixels& codes) {
  return outcome<PixelsOutcome>(session.decode(to_pixels(codes)));
}

PixelsOutcome reconstruct(const Session& session, const JsPixels& pixels) {
  return outcome<PixelsOutcome>(session.reconstruct(to_pixels(pixels)));
}

NumberOutcome load_images(Session& session, const JsBytes& idx) {
  return outcome<NumberOutcome>(session.load_images(to_bytes(idx)));
}

NumberOutcome add_drawings(Session& session, const JsPixels& pixels) {
  return outcome<NumberOutcome>(session.add_drawings(to_pixels(pixels)));
}

PixelsOutcome image(const Session& session, std::size_t index) {
  return outcome<PixelsOutcome>(session.image(index));
}

NothingOutcome fit_pca(Session& session, int components) {
  return outcome<NothingOutcome>(session.fit_pca(components));
}

NothingOutcome start_fine_tuning(Session& session, const JsFineTuneOptions& options) {
  return outcome<NothingOutcome>(session.start_fine_tuning(to_options(options)));
}

FineTuneOutcome fine_tune(Session& session, int steps) {
  return outcome<FineTuneOutcome>(session.fine_tune(steps));
}

}  // namespace

EMSCRIPTEN_BINDINGS(hourglass) {
  using emscripten::register_type;
  register_type<NothingOutcome>("{ value: null } | { error: string }");
  register_type<NumberOutcome>("{ value: number } | { error: string }");
  register_type<TextOutcome>("{ value: string } | { error: string }");
  register_type<BytesOutcome>("{ value: Uint8Array } | { error: string }");
  register_type<PixelsOutcome>("{ value: Float32Array } | { error: string }");
  register_type<ComparisonOutcome>(
      "{ value: { difference: Float32Array; meanSquaredError: number } } | { error: string }");
  register_type<FineTuneOutcome>(
      "{ value: { step: number; epoch: number; loss: number } } | { error: string }");
  register_type<JsBytes>("Uint8Array");
  register_type<JsPixels>("Float32Array");
  register_type<JsFineTuneOptions>(
      "{ learningRate: number; batch: number; noise: string; seed: number; share: number }");

  emscripten::class_<ThreadTeam>("ThreadTeam")
      .smart_ptr_constructor("ThreadTeam", &make_team)
      .function("size", &ThreadTeam::size);

  emscripten::class_<Session> session("Session");
  session.constructor<>()
      .constructor<std::shared_ptr<ThreadTeam>>()
      .function("createModel", &create_model)
      .function("loadCheckpoint", &load_checkpoint)
      .function("saveCheckpoint", &save_checkpoint)
      .function("summary", &summary)
      .function("normalise", &normalise)
      .function("corrupt", &corrupt)
      .function("compare", &compare)
      .function("encode", &encode)
      .function("decode", &decode)
      .function("reconstruct", &reconstruct)
      .function("loadImages", &load_images)
      .function("addDrawings", &add_drawings)
      .function("image", &image)
      .function("fitPca", &fit_pca)
      .function("startFineTuning", &start_fine_tuning)
      .function("fineTune", &fine_tune);
  bind_analysis(session);
}

}  // namespace bindings
}  // namespace hourglass
