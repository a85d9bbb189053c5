// Reads the fields of one JSON object and keeps the first error, so that a caller can read all
// fields and check for an error once at the end.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "core/base/enum_names.h"
#include "core/io/json.h"

namespace hourglass {

class FieldReader {
 public:
  FieldReader(const std::string& text, std::string_view where)
      : object_(parse_json(text)), where_(where) {
    if (!object_.is_object()) complain("expected a JSON object");
  }

  const nlohmann::json& any(const char* key) {
    static const nlohmann::json kNothing;
    if (!object_.is_object()) return kNothing;
    const auto found = object_.find(key);
    return found == object_.end() ? kNothing : *found;
  }

  std::string text(const char* key) {
    const nlohmann::json& value = any(key);
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
    const nlohmann::json& value = any(key);
    if (value.is_boolean()) return value.get<bool>();
    complain(concat("expected true or false in \"", key, "\""));
    return false;
  }

  // One of the names of an enumeration.
  template <class Enum>
  Enum named(const char* key) {
    return static_cast<Enum>(number_of_name(key, name_of<Enum>));
  }

  double number(const char* key) {
    const nlohmann::json& value = any(key);
    if (value.is_number()) return value.get<double>();
    complain(concat("expected a number in \"", key, "\""));
    return 0;
  }

  // A whole number from 0 to the maximum of Integer.
  template <class Integer>
  Integer integer(const char* key) {
    const nlohmann::json& value = any(key);
    if (value.is_number_unsigned() && std::in_range<Integer>(value.get<std::uint64_t>())) {
      return static_cast<Integer>(value.get<std::uint64_t>());
    }
    complain(concat("expected a whole number in \"", key, "\""));
    return 0;
  }

  const nlohmann::json& array(const char* key) {
    const nlohmann::json& value = any(key);
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
  int number_of_name(const char* key, EnumNames names) {
    const Result<int> number = parse_name(names, key, text(key));
    if (!number) complain(number.error().message);
    return number.value_or(0);
  }

  nlohmann::json object_;
  std::string where_;
  std::string problem_;
};

}  // namespace hourglass
