// Completion scripts for shells: with one of them, the Tab key completes the program's commands,
// options and values.
#pragma once

#include <span>

#include "native_cli/shell/command_shape.h"

namespace hourglass::cli {

// "bash", "zsh", "fish".
std::vector<std::string> shell_names();

// The script for one of shell_names().
std::string completion_script(const std::string& shell, std::span<const CommandShape> commands);

}  // namespace hourglass::cli
