#include "native_cli/training/run_config.h"

#include <nlohmann/json.hpp>
#include <type_traits>

namespace hourglass::cli {
namespace {

// Numbers and truth values are written as they are. JSON's strings are also strings in TOML.
template <class T>
std::string toml_value(const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    return value ? "true" : "false";
  } else if constexpr (std::is_arithmetic_v<T>) {
    return setting_text(value);
  } else if constexpr (std::is_convertible_v<T, std::string>) {
    return nlohmann::json(std::string(value))
        .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  } else {
    return nlohmann::json(setting_text(value)).dump();
  }
}

}  // namespace

std::string run_config(const TrainOptions& options, const TrainingPlan& plan) {
  std::string text;
  const auto add = [&text](std::string_view key, const auto& value) {
    text += concat(key, " = ", toml_value(value), '\n');
  };
  const auto add_if_given = [&add](std::string_view key, const auto& value) {
    if (value) add(key, *value);
  };
  const ModelSpec& spec = plan.model.spec;
  add("preset", spec.name);
  add_if_given("from", options.from);
  add_if_given("data", options.data.folder);
  add_if_given("limit", options.data.limit);
  add("validation", plan.state.validation_images);
  if (spec.fit == Fit::kGradient) {
    for_each_recipe_field([&](const auto& field) {
      add(std::string_view(field.option).substr(2), spec.recipe.*field.member);
    });
  }
  add("seed", plan.state.seed);
  add("threads", plan.state.threads);
  add_if_given("out", options.out);
  add_if_given("log", options.log);
  if (!options.moments.empty()) {
    text += concat("moments = ", nlohmann::json(options.moments).dump(), '\n');
  }
  if (options.float16) add("float16", true);
  if (options.keep_optimizer) add("keep-optimizer", true);
  return text;
}

}  // namespace hourglass::cli
