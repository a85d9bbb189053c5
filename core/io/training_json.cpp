#include "core/io/training_json.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "core/io/field_reader.h"

namespace hourglass {
namespace {

nlohmann::json setting_to_json(int value) { return value; }
nlohmann::json setting_to_json(double value) { return value; }
template <class T>
nlohmann::json setting_to_json(const T& value) {
  return std::string(to_string(value));
}

void read_setting(FieldReader& fields, const char* key, int& value) {
  value = fields.integer<int>(key);
}

void read_setting(FieldReader& fields, const char* key, double& value) {
  value = fields.number(key);
}

void read_setting(FieldReader& fields, const char* key, Noise& value) {
  const Result<Noise> noise = parse_noise(fields.text(key));
  if (!noise) return fields.complain(noise.error().message);
  value = *noise;
}

// Adam with weight decay goes by its own name.
constexpr std::string_view kAdamW = "adamw";

void read_setting(FieldReader& fields, const char* key, Optimizer& value) {
  value = fields.text(key) == kAdamW ? Optimizer::kAdam : fields.named<Optimizer>(key);
}

template <class Enum>
void read_setting(FieldReader& fields, const char* key, Enum& value) {
  value = fields.named<Enum>(key);
}

}  // namespace

nlohmann::json recipe_to_json(const Recipe& recipe) {
  nlohmann::json settings;
  for_each_recipe_field(
      [&](const auto& field) { settings[field.key] = setting_to_json(recipe.*field.member); });
  if (recipe.optimizer == Optimizer::kAdam && recipe.weight_decay > 0) {
    settings["optimizer"] = kAdamW;
  }
  return settings;
}

Result<Recipe> recipe_from_json(const std::string& text, std::string_view where) {
  FieldReader fields(text, where);
  Recipe recipe;
  for_each_recipe_field([&](const auto& field) {
    if (!field.is_required && fields.any(field.key).is_null()) return;
    read_setting(fields, field.key, recipe.*field.member);
  });
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

nlohmann::json run_to_json(const RunRecord& run) {
  nlohmann::json fields{{"pixels_crc32", run.pixels_crc32},
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

nlohmann::json training_to_json(const TrainingState& state) {
  nlohmann::json history = nlohmann::json::array();
  for (const EpochRecord& epoch : state.history) {
    nlohmann::json entry{{"loss", epoch.loss}};
    if (epoch.validation_loss) entry["validation_loss"] = *epoch.validation_loss;
    if (epoch.explained_variance) entry["explained_variance"] = *epoch.explained_variance;
    history.push_back(std::move(entry));
  }
  nlohmann::json training{
      {"seed", state.seed},           {"step", state.step},
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
  for (const nlohmann::json& entry : fields.array("history")) {
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
  if (const nlohmann::json& run = fields.any("run"); !run.is_null()) {
    Result<RunRecord> record = run_from_json(run.dump(), concat(where, ": run"));
    if (!record) return std::unexpected(record.error());
    state.run = std::move(*record);
  }
  return fields.finish(std::move(state));
}

}  // namespace hourglass
