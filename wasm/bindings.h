// Binds C++ functions to JavaScript. A call that can fail returns { value } or { error } and never
// throws. Typed arrays are copied once into the module and once out of it: a view into the heap
// becomes empty when the memory grows. Arrays of numbers are float32 in JavaScript.
#pragma once

#include <emscripten/bind.h>
#include <emscripten/val.h>

#include "core/analysis/errors.h"
#include "wasm/session.h"

namespace hourglass {

using emscripten::val;

// What a C++ value is in JavaScript. bindings.cpp has those of Hourglass's own types.
template <class Number>
val to_js(const std::vector<Number>& values) {
  return val(emscripten::typed_memory_view(values.size(), values.data()))
      .template call<val>("slice");
}

inline val to_js(const std::vector<double>& values) {
  return to_js(std::vector<Scalar>(values.begin(), values.end()));
}

inline val to_js(std::size_t number) { return val(static_cast<double>(number)); }
inline val to_js(const std::string& text) { return val(text); }

namespace bindings {

EMSCRIPTEN_DECLARE_VAL_TYPE(JsBytes)
EMSCRIPTEN_DECLARE_VAL_TYPE(JsPixels)
EMSCRIPTEN_DECLARE_VAL_TYPE(JsFineTuneOptions)

// How an argument crosses into C++: `Js` is its JavaScript type, and from() converts it.
template <class T>
struct Argument {
  using Js = T;
  static T from(T value) { return value; }
};

template <>
struct Argument<std::span<const Scalar>> {
  using Js = const JsPixels&;
  static std::vector<Scalar> from(const JsPixels& array) {
    return emscripten::convertJSArrayToNumberVector<Scalar>(array);
  }
};

template <>
struct Argument<ByteSpan> {
  using Js = const JsBytes&;
  static Bytes from(const JsBytes& array) {
    return emscripten::convertJSArrayToNumberVector<std::uint8_t>(array);
  }
};

template <>
struct Argument<SharedBytes> : Argument<ByteSpan> {};

template <>
struct Argument<std::string_view> {
  using Js = const std::string&;
  static const std::string& from(const std::string& text) { return text; }
};

template <>
struct Argument<std::uint64_t> {  // a seed
  using Js = double;
  static std::uint64_t from(double number) { return static_cast<std::uint64_t>(number); }
};

template <>
struct Argument<FineTuneOptions> {
  using Js = const JsFineTuneOptions&;
  static FineTuneOptions from(const JsFineTuneOptions& options) {
    return {.learning_rate = options["learningRate"].as<double>(),
            .batch = options["batch"].as<int>(),
            .noise = options["noise"].as<std::string>(),
            .seed = Argument<std::uint64_t>::from(options["seed"].as<double>()),
            .share = options["share"].as<double>()};
  }
};

template <class T>
using ArgumentOf = Argument<std::remove_cvref_t<T>>;

// A Result<T> in JavaScript; bindings.cpp registers the TypeScript type of each.
template <class T>
struct Outcome : val {
  explicit Outcome(const val& object) : val(object) {}
};

val success(const val& value);    // { value }
val failure(const Error& error);  // { error }

// What a function is about: the session's model, the codes of its reference images, or their map.
// Returns null and sets `error` if the session does not have it.
template <class T>
const T* subject(Session& session, val& error) = delete;
template <>
const Model* subject(Session& session, val& error);
template <>
const Codes* subject(Session& session, val& error);
template <>
const CodeMap* subject(Session& session, val& error);

template <class T>
concept Subject = requires(Session& session, val& error) { subject<T>(session, error); };

template <class T>
Outcome<T> outcome(const T& value) {
  return Outcome<T>(success(to_js(value)));
}

template <class T>
Outcome<T> outcome(const Result<T>& result) {
  if (!result) return Outcome<T>(failure(result.error()));
  if constexpr (std::is_void_v<T>) {
    return Outcome<T>(success(val::null()));
  } else {
    return Outcome<T>(success(to_js(*result)));
  }
}

template <class T>
T& part(Session& session) {
  if constexpr (std::is_same_v<T, Analysis>) {
    return session.analysis();
  } else {
    return session;
  }
}

// The outcome of a function that returns an R or a Result<R>.
template <class R>
using OutcomeOf = decltype(outcome(std::declval<R>()));

// call<function> is `function` as a method of Session in JavaScript. The function may be a method
// of Session or of its Analysis, one that takes a subject first, or any other.
template <auto function, class Signature = decltype(function)>
struct Binding;

template <auto method, class T, class R, class... A>
struct Binding<method, Result<R> (T::*)(A...)> {
  static Outcome<R> call(Session& session, typename ArgumentOf<A>::Js... arguments) {
    return outcome((part<T>(session).*method)(ArgumentOf<A>::from(arguments)...));
  }
};

template <auto method, class T, class R, class... A>
struct Binding<method, Result<R> (T::*)(A...) const> : Binding<method, Result<R> (T::*)(A...)> {};

template <auto function, class R, Subject T, class... A>
struct Binding<function, R (*)(const T&, A...)> {
  static OutcomeOf<R> call(Session& session, typename ArgumentOf<A>::Js... arguments) {
    val error;
    const T* about = subject<T>(session, error);
    if (about == nullptr) return OutcomeOf<R>(error);
    return outcome(function(*about, ArgumentOf<A>::from(arguments)...));
  }
};

template <auto function, class R, class... A>
struct Binding<function, R (*)(A...)> {
  static OutcomeOf<R> call(Session& /*session*/, typename ArgumentOf<A>::Js... arguments) {
    return outcome(function(ArgumentOf<A>::from(arguments)...));
  }
};

template <auto function>
constexpr auto call = &Binding<function>::call;

}  // namespace bindings
}  // namespace hourglass
