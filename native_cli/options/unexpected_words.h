// What to say about words of the command line that the parser could not use.
#pragma once

#include <CLI/App.hpp>
#include <optional>
#include <string>

namespace hourglass::cli {

// The message about the first word that the parser left unused, before the command, in its place or
// after it; nothing if it has used all. `command` is null if none was given.
std::optional<std::string> unexpected_word(const CLI::App& program, const CLI::App* command);

bool is_command(const CLI::App& program, const std::string& word);

// The message about a word that is no command, with the most similar one.
std::string unknown_command(const CLI::App& program, const std::string& word);

}  // namespace hourglass::cli
