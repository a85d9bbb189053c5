#include "native_cli/shell/completion.h"

#include "core/base/result.h"
#include "native_cli/text/format.h"

namespace hourglass::cli {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += concat(text.empty() ? "" : " ", word);
  return text;
}

// The text in single quotes. Every character of `escaped` is preceded by a backslash, and `quote`
// replaces a single quote.
std::string quoted(const std::string& text, std::string_view escaped, std::string_view quote) {
  std::string result = "'";
  for (const char letter : text) {
    if (letter == '\'') {
      result += quote;
      continue;
    }
    if (escaped.contains(letter)) result += '\\';
    result += letter;
  }
  return result + '\'';
}

// What bash's compgen calls the values that are not in a list.
std::string_view bash_action(ValueKind kind) {
  return kind == ValueKind::kFile ? "file" : kind == ValueKind::kFolder ? "directory" : "";
}

std::string bash_values(const WordShape& word) {
  return concat("words='", joined(word.choices), "' kind=", bash_action(word.kind));
}

std::string bash_script(std::span<const CommandShape> commands) {
  std::string names;
  std::string values;   // of the option before the word
  std::string options;  // and arguments of each command
  for (const CommandShape& command : commands) {
    names += command.name + ' ';
    std::string own;
    for (const WordShape& option : command.options) {
      own += option.name + ' ';
      if (option.kind == ValueKind::kNone) continue;
      values +=
          concat("      '", command.name, ' ', option.name, "') ", bash_values(option), " ;;\n");
    }
    options += concat(
        "          ", command.name, ") options='", own, "' ",
        command.arguments.empty() ? "words='' kind=" : bash_values(command.arguments.front()),
        " ;;\n");
  }
  return concat(
      "# bash completion for hourglass, made by `hourglass completion bash`.\n"
      "_hourglass() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
      "  local options='' words='' kind=''\n"
      "  if ((COMP_CWORD == 1)); then\n"
      "    words='",
      names,
      "--help --version'\n"
      "  else\n"
      "    case \"${COMP_WORDS[1]} $before\" in\n",
      values,
      "      *)\n"
      "        case ${COMP_WORDS[1]} in\n",
      options,
      "        esac\n"
      "        if [[ $word == -* ]]; then words=$options kind=''; fi\n"
      "        ;;\n"
      "    esac\n"
      "  fi\n"
      "  mapfile -t COMPREPLY < <(compgen ${kind:+-A \"$kind\"} -W \"$words\" -- \"$word\")\n"
      "}\n"
      "complete -o filenames -F _hourglass hourglass\n");
}

// What zsh's _arguments does to complete a value.
std::string zsh_action(const WordShape& word) {
  if (word.kind == ValueKind::kFolder) return "_files -/";
  if (word.choices.empty()) return word.kind == ValueKind::kFile ? "_files" : " ";
  return word.kind == ValueKind::kFile ? concat("_hourglass_or_file ", joined(word.choices))
                                       : concat('(', joined(word.choices), ')');
}

// `text` as a part of an argument of _arguments, without quotes around it.
std::string zsh_text(const std::string& text) {
  std::string inner = quoted(text, "[]:\\", "'\\''");
  return inner.substr(1, inner.size() - 2);
}

std::string zsh_script(std::span<const CommandShape> commands) {
  std::string names;
  std::string cases;
  for (const CommandShape& command : commands) {
    names += concat("    '", command.name, ':', zsh_text(command.help), "'\n");
    cases += concat("    ", command.name, ")\n      _arguments");
    for (const WordShape& option : command.options) {
      cases += concat(
          " \\\n        '", option.repeats ? "*" : "", option.name, '[', zsh_text(option.help), ']',
          option.kind == ValueKind::kNone ? "" : concat(':', option.type, ':', zsh_action(option)),
          '\'');
    }
    for (std::size_t i = 0; i < command.arguments.size(); ++i) {
      const WordShape& argument = command.arguments[i];
      cases += concat(" \\\n        '", argument.repeats ? "*" : concat(i + 1), ':', argument.name,
                      ':', zsh_action(argument), '\'');
    }
    cases += " ;;\n";
  }
  return concat(
      "#compdef hourglass\n"
      "# zsh completion for hourglass, made by `hourglass completion zsh`.\n"
      "_hourglass_or_file() { compadd \"$@\"; _files }\n"
      "_hourglass() {\n"
      "  local -a commands=(\n",
      names,
      "  )\n"
      "  if (( CURRENT == 2 )); then\n"
      "    _describe command commands\n"
      "    return\n"
      "  fi\n"
      "  shift words\n"
      "  (( CURRENT-- ))\n"
      "  case $words[1] in\n",
      cases,
      "  esac\n"
      "}\n"
      "if [[ $funcstack[1] == _hourglass ]]; then _hourglass \"$@\"; else compdef _hourglass "
      "hourglass; fi\n");
}

std::string fish_text(const std::string& text) { return quoted(text, "\\", "\\'"); }

// The values that fish offers for an option or an argument.
std::string fish_values(const WordShape& word) {
  std::string text;
  if (!word.choices.empty()) text += " -a " + fish_text(joined(word.choices));
  if (word.kind == ValueKind::kFolder) text += " -a '(__fish_complete_directories)'";
  return text;
}

std::string fish_script(std::span<const CommandShape> commands) {
  std::string text =
      "# fish completion for hourglass, made by `hourglass completion fish`.\n"
      "function __hourglass_command\n"
      "    set -l words (commandline -opc)\n"
      "    test (count $words) -ge 2; and test $words[2] = $argv[1]\n"
      "end\n"
      "complete -c hourglass -f\n";
  for (const CommandShape& command : commands) {
    text += concat("complete -c hourglass -n __fish_use_subcommand -a ", command.name, " -d ",
                   fish_text(command.help), '\n');
    const std::string start =
        concat("complete -c hourglass -n '__hourglass_command ", command.name, '\'');
    for (const WordShape& option : command.options) {
      const std::string_view value = option.kind == ValueKind::kNone   ? ""
                                     : option.kind == ValueKind::kFile ? " -r -F"
                                                                       : " -x";
      text += concat(start, " -l ", option.name.substr(2), value, fish_values(option), " -d ",
                     fish_text(option.help), '\n');
    }
    for (const WordShape& argument : command.arguments) {
      if (argument.kind == ValueKind::kFile) text += concat(start, " -F\n");
      if (!argument.choices.empty()) text += concat(start, fish_values(argument), '\n');
    }
  }
  return text;
}

}  // namespace

std::vector<std::string> shell_names() { return {"bash", "zsh", "fish"}; }

std::string completion_script(const std::string& shell, std::span<const CommandShape> commands) {
  return shell == "bash"  ? bash_script(commands)
         : shell == "zsh" ? zsh_script(commands)
                          : fish_script(commands);
}

}  // namespace hourglass::cli
