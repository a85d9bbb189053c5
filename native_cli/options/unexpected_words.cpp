#include "native_cli/options/unexpected_words.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/text.h"

namespace hourglass::cli {
namespace {

struct Word {
  std::string text;
  bool is_option = false;
};

// The words that the parser left unused. "--" itself is dropped; no word after it is an option.
std::vector<Word> unused_words(const CLI::App& app) {
  std::vector<Word> words;
  bool may_be_option = true;
  for (const std::string& text : app.remaining(false)) {
    if (may_be_option && text == "--") {
      may_be_option = false;
    } else {
      words.push_back({text, may_be_option && text.starts_with('-')});
    }
  }
  return words;
}

std::string option_name(const std::string& word) { return word.substr(0, word.find('=')); }

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::vector<std::string> command_names(const CLI::App& program) {
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

bool is_one_of(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

std::string unknown(std::string_view kind, const std::string& word,
                    const std::vector<std::string>& known) {
  return concat("unknown ", kind, " \"", word, "\"; did you mean \"", nearest(word, known), "\"?");
}

// The message about an unexpected word before the command or where the command should be.
std::string misplaced_word(const CLI::App& program, const CLI::App* command, const Word& word) {
  if (!word.is_option) return unknown_command(program, word.text);
  const std::string name = option_name(word.text);
  if (command != nullptr && is_one_of(option_names(*command), name)) {
    return concat(name, ": expected after the command, as in `hourglass ", command->get_name(),
                  " … ", name, "`, found before it");
  }
  return unknown("option", name, option_names(program));
}

}  // namespace

bool is_command(const CLI::App& program, const std::string& word) {
  return is_one_of(command_names(program), word);
}

std::string unknown_command(const CLI::App& program, const std::string& word) {
  return unknown("command", word, command_names(program));
}

std::optional<std::string> unexpected_word(const CLI::App& program, const CLI::App* command) {
  const std::vector<Word> before = unused_words(program);
  if (!before.empty()) return misplaced_word(program, command, before.front());
  if (command == nullptr) return std::nullopt;
  const std::vector<Word> words = unused_words(*command);
  if (words.empty()) return std::nullopt;
  const auto option = std::ranges::find_if(words, &Word::is_option);
  if (option != words.end()) {
    return concat(command->get_name(), ": ",
                  unknown("option", option_name(option->text), option_names(*command)));
  }
  return concat(command->get_name(), ": unexpected argument \"", words.front().text, "\"");
}

}  // namespace hourglass::cli
