// Conversions between C++ and JavaScript. Every call that can fail returns { value } or { error }
// and never throws. Typed arrays are copied once into the module and once out of it: a view into
// the heap becomes empty when the memory grows. Arrays of numbers are float32 in JavaScript.
#pragma once

#include <emscripten/bind.h>
#include <emscripten/val.h>

#include "wasm/session.h"

namespace hourglass {

// Argument and result types; register_type gives each its TypeScript type.
EMSCRIPTEN_DECLARE_VAL_TYPE(NothingOutcome)
EMSCRIPTEN_DECLARE_VAL_TYPE(NumberOutcome)
EMSCRIPTEN_DECLARE_VAL_TYPE(PixelsOutcome)
EMSCRIPTEN_DECLARE_VAL_TYPE(JsBytes)
EMSCRIPTEN_DECLARE_VAL_TYPE(JsPixels)

inline Bytes to_bytes(const JsBytes& array) {
  return emscripten::convertJSArrayToNumberVector<std::uint8_t>(array);
}

inline std::vector<Scalar> to_pixels(const JsPixels& array) {
  return emscripten::convertJSArrayToNumberVector<Scalar>(array);
}

inline std::uint64_t to_seed(double number) { return static_cast<std::uint64_t>(number); }

template <class Number>
emscripten::val to_js(const std::vector<Number>& values) {
  return emscripten::val(emscripten::typed_memory_view(values.size(), values.data()))
      .template call<emscripten::val>("slice");
}

inline emscripten::val to_js(const std::vector<double>& values) {
  return to_js(std::vector<Scalar>(values.begin(), values.end()));
}

inline emscripten::val to_js(std::size_t number) {
  return emscripten::val(static_cast<double>(number));
}

inline emscripten::val to_js(const std::string& text) { return emscripten::val(text); }

// Converts a Result<T> to { value } or { error }. T needs a to_js in this file or, for one of
// Hourglass's own types, next to its use.
template <class Outcome, class T>
Outcome outcome(const Result<T>& result) {
  auto object = emscripten::val::object();
  if (!result) {
    object.set("error", result.error().message);
  } else if constexpr (std::is_void_v<T>) {
    object.set("value", emscripten::val::null());
  } else {
    object.set("value", to_js(*result));
  }
  return Outcome(object);
}

// The bound functions, in a namespace of their own because the core uses the same names.
namespace bindings {

// Adds the methods of the session's Analysis.
void bind_analysis(emscripten::class_<Session>& session);

}  // namespace bindings

}  // namespace hourglass
