#include "native_cli/options/config_file.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <string_view>

#include "core/base/text.h"
#include "native_cli/text/failure.h"

namespace hourglass::cli {
namespace {

std::string key_of(const CLI::Option& option) {
  if (!option.get_positional()) return option.get_lnames().front();
  std::string key = option.get_name();
  std::ranges::transform(key, key.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return key;
}

bool is_flag(const CLI::Option& option) { return option.get_expected_max() == 0; }

// Whether the option names a file, a folder, an address or a preset.
bool takes_text(const CLI::Option& option) {
  constexpr std::array<std::string_view, 3> kTypes{"DIR", "FILE", "URL"};
  return option.get_positional() ||
         std::ranges::find(kTypes, option.get_type_name()) != kTypes.end();
}

void read_config(CLI::App& app, const std::string& file) {
  for (const TomlSection& section : read_toml(file)) {
    if (!section.name.empty()) {
      throw_usage_error(toml_place(file, section.line),
                        "expected settings without sections, found the section [", section.name,
                        "]");
    }
    for (const TomlSetting& setting : section.settings) {
      const std::string place = toml_place(file, setting.line);
      CLI::Option& option = *option_named(app, setting.key, place);
      if (option.count() == 0) apply(setting, option, place);  // the command line takes precedence
    }
  }
}

}  // namespace

void add_config(CLI::App& app) {
  app.add_option_function<std::string>(
         "--config", [&app](const std::string& file) { read_config(app, file); },
         "read options from a TOML file, such as epochs = 5; the command line takes precedence")
      ->type_name("FILE.toml");
}

void require_text(const TomlSetting& setting, const std::string& place) {
  if (setting.is_text) return;
  throw_usage_error(place, setting.key, ": expected text in quotes, found ", setting.words.front());
}

void apply(const TomlSetting& setting, CLI::Option& option, const std::string& place) {
  if (setting.is_list && option.get_expected_max() <= 1) {
    throw_usage_error(place, setting.key, ": expected one value, found a list");
  }
  if (takes_text(option)) require_text(setting, place);
  const std::string& word = setting.words.front();
  if (is_flag(option) && word != "true" && word != "false") {
    throw_usage_error(place, setting.key, ": expected true or false, found \"", word, "\"");
  }
  if (is_flag(option) && word == "false") return;
  for (const std::string& each : setting.words) option.add_result(each);
  try {
    option.run_callback();  // which checks the values; the parser would run it without the place
  } catch (const Failure& failure) {
    throw Failure(failure.status(), concat(place, failure.what()));
  }
}

CLI::Option* option_named(CLI::App& app, const std::string& key, const std::string& place) {
  std::vector<std::string> keys;
  for (CLI::Option* option : app.get_options()) {
    // These act on the command line itself.
    if (option->check_name("--help") || option->check_name("--config") ||
        option->check_name("--print-config")) {
      continue;
    }
    keys.push_back(key_of(*option));
    if (keys.back() == key) return option;
  }
  throw_usage_error(place, "unknown setting \"", key, "\"; did you mean \"", nearest(key, keys),
                    "\"?");
}

}  // namespace hourglass::cli
