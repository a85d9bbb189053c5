// From C++ to JavaScript and back. Every call that can fail returns { value } or { error }, never
// throws. Typed arrays are copied once into the module and once out of it: a view into the heap
// would become empty when the memory grows. Numbers of JavaScript's arrays are float32.
#pragma once

#include <emscripten/bind.h>
#include <emscripten/val.h>

#include "wasm/session.h"

namespace hourglass {

// What a call takes or returns, under the name that the emitted TypeScript types give it.
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

// Of every T that there is a to_js for, in this file or, for a type of Hourglass's own, beside its
// use.
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

// The functions that are bound, apart from the core's of the same names.
namespace bindings {

// Adds the methods of the session's Analysis.
void bind_analysis(emscripten::class_<Session>& session);

}  // namespace bindings

}  // namespace hourglass
