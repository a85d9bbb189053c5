// The option --config: reads a command's options from a TOML file.
#pragma once

#include <CLI/App.hpp>

#include "native_cli/files/formats/toml.h"

namespace hourglass::cli {

// Adds --config. Its file sets options by their names without dashes, and an argument by its name
// in lower case. The command line takes precedence. Must be called before other options are added:
// the parser handles options in this order.
void add_config(CLI::App& app);

// Gives an option the values of a setting. Fails, with a message that starts with `place`, if they
// are not values of this option.
void apply(const TomlSetting& setting, CLI::Option& option, const std::string& place);

// Fails unless the setting, which names a file or the like, is text.
void require_text(const TomlSetting& setting, const std::string& place);

// The option or argument that a key of a TOML file names. Fails if there is none, with a message
// that starts with `place` and suggests the most similar one.
CLI::Option* option_named(CLI::App& app, const std::string& key, const std::string& place);

}  // namespace hourglass::cli
