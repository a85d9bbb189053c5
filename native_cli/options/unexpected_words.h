// What to say about words of the command line that the parser could not use.
#pragma once

#include <CLI/App.hpp>
#include <optional>
#include <string>

namespace hourglass::cli {

// The message about a word that the parser could not use, whether it stands before the command,
// after it or where the command should be; nullopt if the parser used every word. `command` is null
// if none was given.
std::optional<std::string> unexpected_word(const CLI::App& program, const CLI::App* command);

bool is_command(const CLI::App& program, const std::string& word);

// The message about a word that is not a command; it suggests the most similar command.
std::string unknown_command(const CLI::App& program, const std::string& word);

}  // namespace hourglass::cli
